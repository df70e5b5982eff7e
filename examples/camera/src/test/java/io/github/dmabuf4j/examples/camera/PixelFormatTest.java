// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
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
    void yuyvSharesTheColourOfTwoPixels() {
        // A line of red in two shades, after four bytes of something else.
        MemorySegment frame = bytes(1, 2, 3, 4, 81, 90, 40, 240);
        assertThat(PixelFormat.YUYV.luminance(frame, 4, 0)).isEqualTo(81);
        assertThat(PixelFormat.YUYV.luminance(frame, 4, 1)).isEqualTo(40);
        assertThat(PixelFormat.YUYV.rgb(frame, 4, 0)).isEqualTo(0xff0000);
        assertThat(PixelFormat.YUYV.rgb(frame, 4, 1) >> 16).isBetween(0xc0, 0xd8);
    }

    @Test
    void yuyvReachesFromBlackToWhite() {
        MemorySegment frame = bytes(16, 128, 235, 128);
        assertThat(PixelFormat.YUYV.rgb(frame, 0, 0)).isZero();
        assertThat(PixelFormat.YUYV.rgb(frame, 0, 1)).isEqualTo(0xffffff);
    }

    @Test
    void rgbIsAsItLies() {
        MemorySegment frame = bytes(0, 0, 0, 200, 100, 50);
        assertThat(PixelFormat.RGB24.rgb(frame, 0, 1)).isEqualTo(0xc86432);
        assertThat(PixelFormat.RGB24.luminance(frame, 0, 1)).isEqualTo((77 * 200 + 150 * 100 + 29 * 50) / 256);
    }

    @Test
    void aMessageComesOutAsItWentIn() {
        FrameMessage message = new FrameMessage(new FrameLayout(640, 360, 1920, PixelFormat.RGB24), 7);
        assertThat(FrameMessage.decode(message.encode())).isEqualTo(message);
    }

    @Test
    void anAnswerComesOutAsItWentIn() {
        FrameLayout layout = new FrameLayout(2, 2, 5, PixelFormat.YUYV);
        Histogram histogram = Histogram.of(layout, bytes(255, 0, 7, 0, 99, 7, 0, 7, 0, 99));
        assertThat(histogram.pixels(7)).isEqualTo(3);
        assertThat(histogram.mean()).isEqualTo((255 + 3 * 7) / 4.0);
        Answer answer = new Answer(-1, -2, histogram);
        assertThat(Answer.decode(answer.encode())).isEqualTo(answer);
    }
}
