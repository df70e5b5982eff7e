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
 * lowest. Formats with red alone are those of grey pictures.
 *
 * @param grey whether red is the only component: it is read as green and blue too, and luma is written to it
 */
record PackedRgb(int width, int pixelBytes, List<Component> components, boolean grey) implements RowCodec {
    private static final Pattern NAME = Pattern.compile("([ARGBX]+)(\\d+)");
    private static final Pattern BITS = Pattern.compile("1[026]|\\d");
    private static final int OPAQUE = 0xff00_0000;
    private static final long FULL = 255;
    private static final int RED_SHIFT = 2 * Byte.SIZE;

    /** Times a component, a pixel that has it three times. */
    private static final int GREY = 0x01_0101;

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
        boolean grey = name.group(1).equals("R");
        return Optional.of(new PackedRgb(width, (int) format.rowBytes(0, 1), components, grey));
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
        return grey ? (argb >>> RED_SHIFT) * GREY : argb;
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
                pixel |= component.write(grey ? luma(from[x]) << RED_SHIFT : from[x]);
            }
            setPixel(row, x, pixel);
        }
    }

    /** That of BT.601. Of grey it is grey, since the factors add up to 65536. */
    private static int luma(int argb) {
        int red = (argb >> RED_SHIFT) & 255;
        int green = (argb >> Byte.SIZE) & 255;
        int blue = argb & 255;
        return (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
    }

    private void setPixel(MemorySegment row, int x, long pixel) {
        for (int i = 0; i < pixelBytes; i++) {
            row.set(JAVA_BYTE, (long) x * pixelBytes + i, (byte) (pixel >>> (i * Byte.SIZE)));
        }
    }
}
