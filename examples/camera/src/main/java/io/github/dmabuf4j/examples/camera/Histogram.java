// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameLayout;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The number of pixels of a frame for each luminance. */
final class Histogram {
    static final int LEVELS = 256;
    static final int BYTES = LEVELS * Integer.BYTES;

    private static final int LEVELS_A_ROW = 16;
    private static final int BAR = 40;

    private final int[] pixels = new int[LEVELS];

    /** Counts the pixels in the buffer, within the caller's CPU access scope. */
    static Histogram of(FrameAccess frame) {
        Histogram histogram = new Histogram();
        FrameLayout layout = frame.layout();
        PixelFormat format = PixelFormat.of(layout.format());
        for (int y = 0; y < layout.height(); y++) {
            MemorySegment row = frame.row(0, y);
            for (int x = 0; x < layout.width(); x++) {
                histogram.pixels[format.luminance(row, x)]++;
            }
        }
        return histogram;
    }

    static Histogram decode(ByteBuffer bytes) {
        Histogram histogram = new Histogram();
        bytes.asIntBuffer().get(histogram.pixels);
        return histogram;
    }

    void encode(ByteBuffer bytes) {
        for (int count : pixels) {
            bytes.putInt(count);
        }
    }

    int pixels(int level) {
        return pixels[level];
    }

    double mean() {
        long sum = 0;
        for (int level = 0; level < LEVELS; level++) {
            sum += (long) level * pixels[level];
        }
        return (double) sum / Arrays.stream(pixels).asLongStream().sum();
    }

    /** Returns a line with a bar for every sixteen levels. */
    String text() {
        int[] rows = IntStream.range(0, LEVELS / LEVELS_A_ROW).map(this::row).toArray();
        int most = Arrays.stream(rows).max().orElseThrow();
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.length; row++) {
            int first = row * LEVELS_A_ROW;
            int length = (int) Math.ceilDiv((long) BAR * rows[row], most);
            String line =
                    String.format("%3d-%-3d  %8d  %s", first, first + LEVELS_A_ROW - 1, rows[row], "#".repeat(length));
            text.append(line.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int row(int index) {
        return Arrays.stream(pixels, index * LEVELS_A_ROW, (index + 1) * LEVELS_A_ROW)
                .sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pixels);
    }
}
