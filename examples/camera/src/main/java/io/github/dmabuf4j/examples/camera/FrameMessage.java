// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The message to the analyser about a frame. The frame itself stays in its buffer. What the colours mean is not sent, since the
 * analyser counts luminance alone.
 *
 * @param layout the memory layout of the frame, in one plane
 * @param sequence the camera's sequence number of the frame
 */
record FrameMessage(FrameLayout layout, int sequence) {
    byte[] encode() {
        return ByteBuffer.allocate(5 * Integer.BYTES)
                .putInt(layout.width())
                .putInt(layout.height())
                .putInt((int) layout.planes().getFirst().pitch())
                .putInt(layout.format().code())
                .putInt(sequence)
                .array();
    }

    static FrameMessage decode(byte[] data) {
        ByteBuffer bytes = ByteBuffer.wrap(data);
        int width = bytes.getInt();
        int height = bytes.getInt();
        FramePlane plane = new FramePlane(0, 0, Integer.toUnsignedLong(bytes.getInt()));
        DrmFormat format = DrmFormat.of(bytes.getInt());
        FrameLayout layout =
                new FrameLayout(width, height, format, Modifier.LINEAR, List.of(plane), FrameColor.UNSPECIFIED);
        return new FrameMessage(layout, bytes.getInt());
    }
}
