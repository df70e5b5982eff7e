// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.internal.sys.KernelText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What Android's iterator wrote: four lines for each buffer, its inode, size, name and exporter. The program writes a space in place of
 * each line end in a name.
 *
 * @param buffers those that were understood
 * @param unknownLine the first line that was not understood, from 1 on; what follows was not read
 * @param mayBeCut whether the kernel may have ended the list before the last buffer
 */
public record AndroidList(List<AndroidBuffer> buffers, OptionalInt unknownLine, boolean mayBeCut) {
    private static final int LINES = 4;

    /** At most 20 digits, which not all fit into 64 bits. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");

    static AndroidList parse(byte[] text, boolean mayBeCut) {
        List<String> lines = lines(text);
        List<AndroidBuffer> buffers = new ArrayList<>(lines.size() / LINES);
        for (int first = 0; first < lines.size(); first += LINES) {
            int unknown = unknownLine(lines, first);
            if (unknown >= 0) {
                return new AndroidList(buffers, OptionalInt.of(unknown + 1), mayBeCut);
            }
            buffers.add(buffer(lines.subList(first, first + LINES)));
        }
        return new AndroidList(buffers, OptionalInt.empty(), mayBeCut);
    }

    /** The lines. What follows the last line end is not whole, and counts as a line that nobody understands. */
    private static List<String> lines(byte[] text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n') {
                lines.add(KernelText.decode(text, start, at - start));
                start = at + 1;
            }
        }
        if (start < text.length) {
            lines.add("");
        }
        return lines;
    }

    /** The index of a line that is missing or wrong in the lines of a buffer; -1 if there is none. */
    private static int unknownLine(List<String> lines, int first) {
        for (int line = first; line < first + 2; line++) {
            if (line >= lines.size() || parse(lines.get(line)).isEmpty()) {
                return line;
            }
        }
        int exporter = first + LINES - 1;
        return exporter < lines.size() && !lines.get(exporter).isEmpty() ? -1 : exporter;
    }

    private static AndroidBuffer buffer(List<String> lines) {
        return new AndroidBuffer(
                parse(lines.get(0)).orElseThrow(),
                parse(lines.get(1)).orElseThrow(),
                Optional.of(lines.get(2)).filter(name -> !name.isEmpty()),
                lines.get(LINES - 1));
    }

    private static Optional<Long> parse(String number) {
        if (!NUMBER.matcher(number).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseUnsignedLong(number));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }
}
