/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the display example's bindings, and the probe that checks them, see of the system's headers.
 *
 * The kernel's own headers, wherever they are: Debian's linux-libc-dev leaves them out, and libdrm-dev has copies.
 */
#ifndef DMABUF4J_EXAMPLES_DRM_H
#define DMABUF4J_EXAMPLES_DRM_H

#include <fcntl.h> /* first: DRM_CLOEXEC and DRM_RDWR are made of its flags */
#include <stddef.h>

#if __has_include(<drm/drm.h>)
#include <drm/drm.h>
#include <drm/drm_fourcc.h>
#include <drm/drm_mode.h>
#else
#include <libdrm/drm.h>
#include <libdrm/drm_fourcc.h>
#include <libdrm/drm_mode.h>
#endif

#endif
