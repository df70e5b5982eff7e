// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures in DMA-BUFs: a {@link io.github.dmabuf4j.frame.Frame} is one or several buffers and the description of the picture in them
 * ({@link io.github.dmabuf4j.frame.FrameLayout}): size, pixel format, modifier, planes and colour.
 *
 * <p>Formats and modifiers are those of the kernel's {@code drm_fourcc.h}, which EGL, Vulkan, Wayland, GStreamer and FFmpeg use as well.
 */
package io.github.dmabuf4j.frame;
