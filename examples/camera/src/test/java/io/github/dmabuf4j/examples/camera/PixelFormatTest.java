// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.frame.DrmFormat;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PixelFormatTest {
    private static MemorySegment bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return MemorySegment.ofArray(bytes);
    }

    @Test
    void theLuminanceOfYuyvIsAsItLies() {
        MemorySegment row = bytes(81, 90, 40, 240);
        assertThat(PixelFormat.YUYV.luminance(row, 0)).isEqualTo(81);
        assertThat(PixelFormat.YUYV.luminance(row, 1)).isEqualTo(40);
    }

    @Test
    void theLuminanceOfRgbIsWeighted() {
        MemorySegment row = bytes(0, 0, 0, 200, 100, 50);
        assertThat(PixelFormat.RGB24.luminance(row, 1)).isEqualTo((77 * 200 + 150 * 100 + 29 * 50) / 256);
    }

    @Test
    void aFormatIsFoundByThatOfTheFrame() {
        assertThat(PixelFormat.of(DrmFormat.YUYV)).isEqualTo(PixelFormat.YUYV);
        assertThat(PixelFormat.of(DrmFormat.BGR888)).isEqualTo(PixelFormat.RGB24);
    }

    @Test
    void anAnswerComesOutAsItWentIn() {
        Histogram histogram = Histogram.decode(ByteBuffer.allocate(Histogram.BYTES)
                .putInt(7 * Integer.BYTES, 3)
                .putInt(255 * Integer.BYTES, 1));
        assertThat(histogram.pixels(7)).isEqualTo(3);
        assertThat(histogram.mean()).isEqualTo((255 + 3 * 7) / 4.0);
        Answer answer = new Answer(-1, -2, histogram);
        assertThat(Answer.decode(answer.encode())).isEqualTo(answer);
    }
}
