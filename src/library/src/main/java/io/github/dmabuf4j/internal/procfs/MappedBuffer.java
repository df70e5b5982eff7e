// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What looks like the mapping of a buffer: by a row of {@code /proc/<pid>/maps} or by an answer of the kernel.
 *
 * @param start the first address, unsigned
 * @param end the address after the last one, unsigned
 * @param device the file system of the inode
 * @param inode unsigned 64 bits
 * @param offset where in the buffer the mapping begins, bytes
 * @param shownName what a program called the buffer, as the kernel shows it; empty if it has no name
 * @param isEscaped whether the kernel has escaped line feeds in the name, as in a row
 */
public record MappedBuffer(
        long start, long end, DeviceNumber device, long inode, long offset, String shownName, boolean isEscaped) {
    static final String LINK_START = "/dmabuf:";

    /** The 8 bytes of {@link #LINK_START} in the machine's byte order. */
    static final long LINK_WORD = ByteBuffer.wrap(LINK_START.getBytes(StandardCharsets.UTF_8))
            .order(ByteOrder.nativeOrder())
            .getLong();

    /** The kernel writes a line feed in the name as octal digits, and a backslash as it is. */
    private static final String LINE_FEED = "\\012";

    /**
     * Finds the rows of buffers. Only a line feed ends a row: the kernel escapes no other line end.
     *
     * @param maps the file, in the first bytes of an array
     * @param length how many bytes it has
     * @param problems takes what was not understood, a clause each
     * @return the rows in their order
     */
    public static List<MappedBuffer> parseAll(byte[] maps, int length, List<ReadProblem> problems) {
        int found = ByteSearch.LINK_START.indexIn(maps, 0, length);
        if (found < 0) {
            return List.of();
        }
        List<MappedBuffer> buffers = new ArrayList<>();
        while (found >= 0) {
            int start = rowStart(maps, found);
            int end = rowEnd(maps, found, length);
            MapsRow row = MapsRow.parse(maps, start, end);
            switch (row.kind()) {
                case BUFFER -> buffers.add(row.toBuffer());
                case NONSENSE -> problems.add(nonsense(maps, start, end));
                case OTHER -> {}
            }
            found = ByteSearch.LINK_START.indexIn(maps, end, length);
        }
        return buffers;
    }

    private static int rowStart(byte[] maps, int within) {
        int start = within;
        while (start > 0 && maps[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static int rowEnd(byte[] maps, int within, int length) {
        int end = within;
        while (end < length && maps[end] != '\n') {
            end++;
        }
        return end;
    }

    private static ReadProblem nonsense(byte[] maps, int start, int end) {
        String row = KernelText.decode(maps, start, end - start);
        return ReadProblem.notUnderstood("the row \"" + TerminalEscape.of(row) + "\" of maps makes no sense");
    }

    /** How many bytes it has. */
    public long length() {
        return end - start;
    }

    /** The name of the mapping in {@code map_files}, which lacks the row's leading zeros. */
    String addresses() {
        return Long.toHexString(start) + "-" + Long.toHexString(end);
    }

    /** What a program called the buffer. If a row's name contains a backslash before the digits 012, they are taken for a line feed. */
    public String name() {
        return isEscaped ? shownName.replace(LINE_FEED, "\n") : shownName;
    }

    /** Whether what the kernel shows may stand for more than one name. */
    boolean isAmbiguous() {
        return isEscaped && shownName.contains(LINE_FEED);
    }

    /** The name in the target of the link to this mapping, which has no escapes; empty if it is not that of this mapping. */
    Optional<String> nameIn(String target) {
        return Optional.of(target)
                .filter(path -> path.replace("\n", LINE_FEED).equals(LINK_START + shownName))
                .map(path -> path.substring(LINK_START.length()));
    }
}
