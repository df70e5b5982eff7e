/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's pixel formats and modifiers. Debian's linux-libc-dev lacks this header; libdrm-dev has a copy.
 */
#ifndef DMABUF4J_DRM_FOURCC_H
#define DMABUF4J_DRM_FOURCC_H

#if __has_include(<drm/drm_fourcc.h>)
#include <drm/drm_fourcc.h>
#else
#include <libdrm/drm_fourcc.h>
#endif

#endif
