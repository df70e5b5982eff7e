// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.FrameColor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The field {@code colorimetry} of caps: a name, or the numbers of GStreamer's own enumerations for range, matrix, transfer and
 * primaries.
 */
final class GStreamerColorimetry {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,3}):(\\d{1,3}):(\\d{1,3}):(\\d{1,3})");

    /** What the names of {@code gst/video/video-color.h} stand for. */
    private static final Map<String, String> NAMES = Map.of(
            "bt601", "2:4:16:4",
            "bt709", "2:3:5:1",
            "smpte240m", "2:5:6:5",
            "sRGB", "1:1:7:1",
            "bt2020", "2:6:11:7",
            "bt2020-10", "2:6:13:7",
            "bt2100-pq", "2:6:14:7",
            "bt2100-hlg", "2:6:15:7");

    /** Matrices of H.273 with the same coefficients. GStreamer has the second alone. */
    private static final int BT470BG = 5;

    private static final int BT601 = 6;

    private static final int UNKNOWN = FrameColor.UNSPECIFIED.matrix();

    /** The code points of H.273 for each number of GStreamer's enumerations; 2 where H.273 has none. */
    private static final List<Integer> MATRICES = List.of(UNKNOWN, 0, 4, 1, 6, 7, 9);

    private static final List<Integer> TRANSFERS =
            List.of(UNKNOWN, 8, UNKNOWN, UNKNOWN, 4, 1, 7, 13, 5, 9, 10, 15, UNKNOWN, 14, 16, 18, 6);
    private static final List<Integer> PRIMARIES = List.of(UNKNOWN, 1, 4, 5, 6, 7, 8, 9, UNKNOWN, 10, 11, 12, 22);

    private static final List<ColorRange> RANGES = List.of(ColorRange.UNSPECIFIED, ColorRange.FULL, ColorRange.LIMITED);

    private GStreamerColorimetry() {}

    /** Reads the field. What it has that H.273 has not, and a name that is not known, is not stated then. */
    static FrameColor parse(String text) {
        Matcher numbers = NUMBERS.matcher(NAMES.getOrDefault(text, text));
        if (!numbers.matches()) {
            return FrameColor.UNSPECIFIED;
        }
        return new FrameColor(
                at(PRIMARIES, numbers.group(4), UNKNOWN),
                at(TRANSFERS, numbers.group(3), UNKNOWN),
                at(MATRICES, numbers.group(2), UNKNOWN),
                at(RANGES, numbers.group(1), ColorRange.UNSPECIFIED));
    }

    private static <T> T at(List<T> list, String number, T otherwise) {
        int index = Integer.parseInt(number);
        return index < list.size() ? list.get(index) : otherwise;
    }

    /** Writes the field; nothing if no colour is stated. */
    static Optional<String> of(FrameColor color) {
        if (color.equals(FrameColor.UNSPECIFIED)) {
            return Optional.empty();
        }
        int matrix = color.matrix() == BT470BG ? BT601 : color.matrix();
        return Optional.of(RANGES.indexOf(color.range()) + ":" + number(MATRICES, matrix) + ":"
                + number(TRANSFERS, color.transfer()) + ":" + number(PRIMARIES, color.primaries()));
    }

    /** Returns GStreamer's number of a code point; 0, its number for unknown, if it has none. */
    private static int number(List<Integer> codes, int code) {
        return Math.max(0, codes.indexOf(code));
    }
}
