/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The system headers of the bindings that the examples share, and of the probe that checks them.
 *
 * Debian's linux-libc-dev lacks the kernel's DRM headers; libdrm-dev has copies.
 */
#ifndef DMABUF4J_EXAMPLES_DRM_H
#define DMABUF4J_EXAMPLES_DRM_H

#include <fcntl.h> /* first: its flags define DRM_CLOEXEC and DRM_RDWR */
#include <stddef.h>

#if __has_include(<drm/drm.h>)
#include <drm/drm.h>
#include <drm/drm_mode.h>
#else
#include <libdrm/drm.h>
#include <libdrm/drm_mode.h>
#endif

#endif
