// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import java.nio.ByteBuffer;

/**
 * What the analyser has to know of a frame; the frame itself stays in its buffer.
 *
 * @param layout how the frame lies in the buffer
 * @param sequence the camera's number of it
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
