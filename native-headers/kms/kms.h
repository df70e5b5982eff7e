/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's interface of framebuffers. Debian's linux-libc-dev lacks these headers; libdrm-dev has copies.
 */
#ifndef DMABUF4J_KMS_H
#define DMABUF4J_KMS_H

#include <stddef.h>

#if __has_include(<drm/drm.h>)
#include <drm/drm.h>
#include <drm/drm_mode.h>
#else
#include <libdrm/drm.h>
#include <libdrm/drm_mode.h>
#endif

#endif
