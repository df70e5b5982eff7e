// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a picture as PNG, of eight bits a component, row by row. It needs java.base alone: java.desktop would add 15 MB to the
 * packages.
 */
public final class PngWriter implements AutoCloseable {
    /** In pixels: more than any screen or camera has, and little enough for a row in memory. */
    public static final int MAX_WIDTH = 65_535;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int BITS = 8;
    private static final int RGB = 2;
    private static final int RGB_WITH_ALPHA = 6;

    /** The filter of a row that stores the difference from the pixel on the left, which suits screens and photographs. */
    private static final int SUB = 1;

    private static final int CHUNK = 1 << 16;

    private final OutputStream out;
    private final int channels;
    private final byte[] row;
    private final Deflater deflater = new Deflater();
    private final DeflaterOutputStream pixels;

    /**
     * Begins a picture. The stream stays open.
     *
     * @throws IllegalArgumentException when it is wider than {@link #MAX_WIDTH}
     */
    public PngWriter(OutputStream out, int width, int height, boolean alpha) throws IOException {
        if (width > MAX_WIDTH) {
            throw new IllegalArgumentException(
                    "a picture of " + width + " pixels in a row is too wide to be written: at most " + MAX_WIDTH);
        }
        this.out = out;
        this.channels = alpha ? 4 : 3;
        this.row = new byte[1 + width * channels];
        this.pixels = new DeflaterOutputStream(new Chunks(), deflater, CHUNK);
        out.write(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        // Deflate, the usual filters, and no interlace, each 0, follow.
        header.put((byte) BITS).put((byte) (alpha ? RGB_WITH_ALPHA : RGB));
        chunk("IHDR", header.array());
    }

    /** Writes the next row, of pixels 0xAARRGGBB. */
    public void row(int[] argb) throws IOException {
        row[0] = SUB;
        int left = 0;
        int at = 1;
        for (int x = 0; at < row.length; x++) {
            int pixel = argb[x];
            row[at++] = difference(pixel, left, 16);
            row[at++] = difference(pixel, left, 8);
            row[at++] = difference(pixel, left, 0);
            if (channels == 4) {
                row[at++] = difference(pixel, left, 24);
            }
            left = pixel;
        }
        pixels.write(row);
    }

    private static byte difference(int pixel, int left, int shift) {
        return (byte) ((pixel >>> shift) - (left >>> shift));
    }

    private void chunk(String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        out.write(number(data.length));
        out.write(name);
        out.write(data);
        out.write(number((int) sum.getValue()));
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    /** Ends the picture, of which all rows must have been written. */
    @Override
    public void close() throws IOException {
        try {
            pixels.close();
            chunk("IEND", new byte[0]);
        } finally {
            deflater.end();
        }
    }

    /** Cuts the compressed pixels into chunks. */
    private final class Chunks extends OutputStream {
        private final ByteArrayOutputStream data = new ByteArrayOutputStream(CHUNK);

        @Override
        public void write(int value) throws IOException {
            data.write(value);
            flushFull();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            data.write(bytes, offset, length);
            flushFull();
        }

        private void flushFull() throws IOException {
            if (data.size() >= CHUNK) {
                end();
            }
        }

        private void end() throws IOException {
            chunk("IDAT", data.toByteArray());
            data.reset();
        }

        @Override
        public void close() throws IOException {
            if (data.size() > 0) {
                end();
            }
        }
    }
}
