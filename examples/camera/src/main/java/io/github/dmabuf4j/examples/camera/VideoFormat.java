// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.examples.camera.gen.v4l2_pix_format;
import java.lang.foreign.MemorySegment;

/**
 * The format that a camera is set to.
 *
 * @param layout the memory layout of the frames
 * @param bufferBytes the minimum size of a buffer
 */
record VideoFormat(FrameLayout layout, long bufferBytes) {
    static VideoFormat of(MemorySegment answer, PixelFormat format) {
        FrameLayout layout = new FrameLayout(
                v4l2_pix_format.width(answer),
                v4l2_pix_format.height(answer),
                v4l2_pix_format.bytesperline(answer),
                format);
        return new VideoFormat(layout, Math.max(layout.bytes(), v4l2_pix_format.sizeimage(answer)));
    }
}
