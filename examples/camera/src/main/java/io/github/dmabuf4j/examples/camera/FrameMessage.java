// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import java.nio.ByteBuffer;

/**
 * The message to the analyser about a frame. The frame itself stays in its buffer.
 *
 * @param layout the memory layout of the frame
 * @param sequence the camera's sequence number of the frame
 */
record FrameMessage(FrameLayout layout, int sequence) {
    byte[] encode() {
        return ByteBuffer.allocate(5 * Integer.BYTES)
                .putInt(layout.width())
                .putInt(layout.height())
                .putInt(layout.bytesPerLine())
                .putInt(layout.format().fourcc())
                .putInt(sequence)
                .array();
    }

    static FrameMessage decode(byte[] data) {
        ByteBuffer bytes = ByteBuffer.wrap(data);
        int width = bytes.getInt();
        int height = bytes.getInt();
        int bytesPerLine = bytes.getInt();
        PixelFormat format = PixelFormat.of(bytes.getInt()).orElseThrow();
        return new FrameMessage(new FrameLayout(width, height, bytesPerLine, format), bytes.getInt());
    }
}
