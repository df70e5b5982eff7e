// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.consumers;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** The bytes of all rows of all planes, one after another, without their padding. */
final class PixelBytes {
    private static final byte PADDING = 0x5a;

    private PixelBytes() {}

    /** Returns bytes that do not repeat, the same each time. */
    static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        return noise;
    }

    /** Fills the rows with bytes, and the padding with others. Returns the bytes. */
    static byte[] write(Frame frame) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Random random = new Random(1);
        try (FrameAccess access = frame.access(Access.WRITE)) {
            for (int plane = 0; plane < frame.layout().planes().size(); plane++) {
                access.plane(plane).fill(PADDING);
                for (int row = 0; row < rows(frame, plane); row++) {
                    MemorySegment pixels = access.row(plane, row);
                    byte[] bytes = new byte[(int) pixels.byteSize()];
                    random.nextBytes(bytes);
                    pixels.copyFrom(MemorySegment.ofArray(bytes));
                    written.writeBytes(bytes);
                }
            }
        }
        return written.toByteArray();
    }

    static byte[] read(Frame frame) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (FrameAccess access = frame.access(Access.READ)) {
            for (int plane = 0; plane < frame.layout().planes().size(); plane++) {
                for (int row = 0; row < rows(frame, plane); row++) {
                    read.writeBytes(access.row(plane, row).toArray(ValueLayout.JAVA_BYTE));
                }
            }
        }
        return read.toByteArray();
    }

    private static int rows(Frame frame, int plane) {
        FrameLayout layout = frame.layout();
        return layout.format().rows(plane, layout.height());
    }
}
