// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of formats with red, green and blue in one number, whose name says where: letters and widths from the highest bit to the
 * lowest.
 */
record PackedRgb(int width, int pixelBytes, List<Component> components) implements RowCodec {
    private static final Pattern NAME = Pattern.compile("([ARGBX]+)(\\d+)");
    private static final Pattern BITS = Pattern.compile("1[026]|\\d");
    private static final int OPAQUE = 0xff00_0000;
    private static final long FULL = 255;

    /**
     * Some bits of a pixel.
     *
     * @param target the position of the component in 0xAARRGGBB
     */
    record Component(int shift, int bits, int target) {
        private long mask() {
            return (1L << bits) - 1;
        }

        private int read(long pixel) {
            long value = (pixel >>> shift) & mask();
            return (int) ((value * FULL + mask() / 2) / mask()) << target;
        }

        private long write(int argb) {
            long value = (argb >>> target) & FULL;
            return ((value * mask() + FULL / 2) / FULL) << shift;
        }
    }

    /** Empty where the format is another one. */
    static Optional<RowCodec> of(DrmFormat format, int width) {
        Matcher name = NAME.matcher(format.name());
        if (format.isYuv() || format.planes() > 1 || !name.matches()) {
            return Optional.empty();
        }
        List<Component> components = components(name.group(1), name.group(2));
        return Optional.of(new PackedRgb(width, (int) format.rowBytes(0, 1), components));
    }

    private static List<Component> components(String letters, String digits) {
        List<Integer> bits = letters.length() == 1
                ? List.of(Integer.valueOf(digits))
                : BITS.matcher(digits)
                        .results()
                        .map(found -> Integer.valueOf(found.group()))
                        .toList();
        List<Component> components = new ArrayList<>();
        int shift = 0;
        for (int i = letters.length() - 1; i >= 0; i--) {
            int target = "BGRA".indexOf(letters.charAt(i)) * Byte.SIZE;
            if (target >= 0) {
                components.add(new Component(shift, bits.get(i), target));
            }
            shift += bits.get(i);
        }
        return components;
    }

    private int withoutAlpha() {
        boolean hasAlpha = components.stream().anyMatch(component -> component.target == 3 * Byte.SIZE);
        return hasAlpha ? 0 : OPAQUE;
    }

    @Override
    public void read(FrameAccess frame, int y, int[] into) {
        MemorySegment row = frame.row(0, y);
        int opaque = withoutAlpha();
        for (int x = 0; x < width; x++) {
            into[x] = opaque | argb(pixel(row, x));
        }
    }

    private int argb(long pixel) {
        int argb = 0;
        for (Component component : components) {
            argb |= component.read(pixel);
        }
        return argb;
    }

    private long pixel(MemorySegment row, int x) {
        long pixel = 0;
        for (int i = 0; i < pixelBytes; i++) {
            pixel |= (row.get(JAVA_BYTE, (long) x * pixelBytes + i) & 0xffL) << (i * Byte.SIZE);
        }
        return pixel;
    }

    @Override
    public void write(FrameAccess frame, int y, int[] from) {
        MemorySegment row = frame.row(0, y);
        for (int x = 0; x < width; x++) {
            long pixel = 0;
            for (Component component : components) {
                pixel |= component.write(from[x]);
            }
            setPixel(row, x, pixel);
        }
    }

    private void setPixel(MemorySegment row, int x, long pixel) {
        for (int i = 0; i < pixelBytes; i++) {
            row.set(JAVA_BYTE, (long) x * pixelBytes + i, (byte) (pixel >>> (i * Byte.SIZE)));
        }
    }
}
