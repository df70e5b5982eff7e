// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.interop.V4l2SinglePlanar;
import java.lang.foreign.MemorySegment;

/**
 * The format that a camera is set to.
 *
 * @param layout the memory layout of the frames
 * @param bufferBytes the minimum size of a buffer
 */
record VideoFormat(FrameLayout layout, long bufferBytes) {
    static VideoFormat of(MemorySegment answer) {
        FrameLayout layout = V4l2SinglePlanar.read(answer);
        return new VideoFormat(layout, Math.max(layout.bufferBytes(0), V4l2SinglePlanar.bufferBytes(answer)));
    }

    @Override
    public String toString() {
        return layout.width() + "x" + layout.height() + " " + PixelFormat.of(layout.format());
    }
}
