// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of {@code /proc/<pid>/maps} that looks like the mapping of a buffer.
 *
 * @param addresses first and last address: the name of the mapping in {@code map_files}, which lacks the row's leading zeros
 * @param device the file system of the inode
 * @param inode unsigned 64 bits
 * @param offset where in the buffer the mapping begins, bytes
 * @param length bytes
 * @param escapedName what a program called the buffer, as the row has it; empty if it has no name
 */
public record MappedBuffer(
        String addresses, DeviceNumber device, long inode, long offset, long length, String escapedName) {
    static final String LINK_START = "/dmabuf:";

    /** The kernel writes a line feed in the name as octal digits, and a backslash as it is. */
    private static final String LINE_FEED = "\\012";

    private static final Pattern ROW = Pattern.compile(
            "([0-9a-f]+)-([0-9a-f]+) \\S+ ([0-9a-f]+) ([0-9a-f]+):([0-9a-f]+) ([0-9]+)(?: +[^ /\\[]+)* +"
                    + Pattern.quote(LINK_START) + "(.*)",
            Pattern.DOTALL);

    /** A row of another file, whose path may contain such a text. */
    private static final Pattern OTHER_ROW = Pattern.compile(
            "[0-9a-f]{1,16}-[0-9a-f]{1,16} \\S+ [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [0-9]+ +(?!" + Pattern.quote(LINK_START)
                    + ").*",
            Pattern.DOTALL);

    private static final int HEX = 16;

    /**
     * Finds the rows of buffers. Only a line feed ends a row: the kernel escapes no other line end.
     *
     * @param maps the text of the file
     * @param problems takes what was not understood, a clause each
     * @return the rows in their order
     */
    public static List<MappedBuffer> parseAll(String maps, Consumer<String> problems) {
        List<MappedBuffer> buffers = new ArrayList<>();
        for (String row : maps.split("\n", -1)) {
            Optional<MappedBuffer> buffer = parse(row);
            buffer.ifPresent(buffers::add);
            if (buffer.isEmpty()
                    && row.contains(LINK_START)
                    && !OTHER_ROW.matcher(row).matches()) {
                problems.accept("the row \"" + TerminalEscape.of(row) + "\" of maps makes no sense");
            }
        }
        return buffers;
    }

    /** Reads a row; empty if it does not look like the mapping of a buffer. */
    public static Optional<MappedBuffer> parse(String row) {
        Matcher parts = ROW.matcher(row);
        if (!row.contains(LINK_START) || !parts.matches()) {
            return Optional.empty();
        }
        try {
            long start = Long.parseUnsignedLong(parts.group(1), HEX);
            long end = Long.parseUnsignedLong(parts.group(2), HEX);
            long offset = Long.parseUnsignedLong(parts.group(3), HEX);
            DeviceNumber device =
                    new DeviceNumber(Long.parseLong(parts.group(4), HEX), Long.parseLong(parts.group(5), HEX));
            String addresses = Long.toHexString(start) + "-" + Long.toHexString(end);
            return Optional.of(new MappedBuffer(
                    addresses, device, Long.parseUnsignedLong(parts.group(6)), offset, end - start, parts.group(7)));
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }

    /** What a program called the buffer. If that contains a backslash before the digits 012, they are taken for a line feed. */
    public String name() {
        return escapedName.replace(LINE_FEED, "\n");
    }

    /** Whether the row may stand for more than one name. */
    boolean isAmbiguous() {
        return escapedName.contains(LINE_FEED);
    }

    /** The name in the target of the link to this mapping, which has no escapes; empty if it is not that of this row. */
    Optional<String> nameIn(String target) {
        return Optional.of(target)
                .filter(path -> path.replace("\n", LINE_FEED).equals(LINK_START + escapedName))
                .map(path -> path.substring(LINK_START.length()));
    }
}
