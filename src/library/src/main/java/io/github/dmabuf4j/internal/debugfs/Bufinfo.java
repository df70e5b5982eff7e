// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@code bufinfo}. Each buffer has a row that ends in its name, the lines of its fences, and its devices between
 * two lines.
 *
 * <p>The name is not escaped. It has at most 31 bytes, too few to forge a row. So each row begins a buffer, and nothing
 * between it and the next row can cost that buffer.
 *
 * @param buffers by rising inode
 * @param unknownLines lines that belong to no buffer that is listed
 * @param unknownParts what was not understood of buffers that are listed, a clause each
 */
public record Bufinfo(List<BufinfoBuffer> buffers, List<UnknownLines> unknownLines, List<String> unknownParts) {
    /** The line that closes the list. */
    static final String TOTALS = "\nTotal ([0-9]+) objects, ([0-9]+) bytes\n";

    private static final Pattern TOTALS_LINE = Pattern.compile(TOTALS);
    private static final Pattern PART_END = Pattern.compile("(?<=devices attached\n\n)");
    private static final int SHOWN = 60;

    /**
     * Lines that belong to no buffer.
     *
     * @param start how they begin, printable
     * @param reason what is wrong with them, a clause
     */
    public record UnknownLines(String start, String reason) {
        private static UnknownLines of(String lines, String reason) {
            return new UnknownLines(shown(lines), reason);
        }
    }

    /**
     * Reads a text.
     *
     * @return what it reports; empty if it does not begin as a text of Linux 5.3 and later: before, rows had neither inode
     *     nor name
     */
    public static Optional<Bufinfo> parse(String text) {
        return BufinfoLayout.of(text).map(layout -> new Reading(layout, text, layout.isUsual()).read());
    }

    /** Reads a text without {@link PlainBuffers}, for a test that compares the two. */
    static Optional<Bufinfo> parseByPatterns(String text) {
        return BufinfoLayout.of(text).map(layout -> new Reading(layout, text, false).read());
    }

    /** The start of a text, printable. */
    static String shown(String text) {
        return TerminalEscape.of(
                text.substring(0, Math.min(SHOWN, text.length())).strip());
    }

    /** One pass over a text. */
    private static final class Reading {
        private final BufinfoLayout layout;
        private final String text;
        private final List<BufinfoBuffer> buffers = new ArrayList<>();
        private final List<UnknownLines> unknownLines = new ArrayList<>();
        private final UnknownParts unknownParts = new UnknownParts();

        /** Null if the rows have other columns. */
        private final @Nullable PlainBuffers plain;

        Reading(BufinfoLayout layout, String text, boolean isUsual) {
            this.layout = layout;
            this.text = text;
            this.plain = isUsual ? new PlainBuffers(text) : null;
        }

        Bufinfo read() {
            // What follows the last buffer is read together with the totals.
            String rest = "";
            int start = layout.end();
            Optional<Matcher> row = rowFrom(start);
            while (row.isPresent()) {
                addUnknown(rest + text.substring(start, row.get().start()));
                start = addPlain(row.get().start());
                if (start > row.get().start()) {
                    rest = "";
                    row = rowFrom(start);
                } else {
                    int nameStart = row.get().end();
                    Optional<Matcher> next = rowFrom(nameStart);
                    start = next.map(Matcher::start).orElse(text.length());
                    rest = add(row.get(), text.substring(nameStart, start));
                    row = next;
                }
            }
            sort();
            addEnd(rest + text.substring(start));
            return new Bufinfo(buffers, unknownLines, unknownParts.details());
        }

        /** Adds the buffers of the usual form that follow each other from here on. Returns where the last one ends. */
        private int addPlain(int start) {
            int end = start;
            while (plain != null) {
                BufinfoBuffer buffer = plain.at(end);
                if (buffer == null) {
                    return end;
                }
                buffers.add(buffer);
                end = plain.end();
            }
            return end;
        }

        /** The first row that begins here or later. Only starts of lines are tried: a search by the pattern takes ten times as long. */
        private Optional<Matcher> rowFrom(int from) {
            Matcher row = layout.row().matcher(text);
            for (int line = lineFrom(from); line < text.length(); line = lineFrom(line + 1)) {
                if (row.region(line, text.length()).lookingAt()) {
                    return Optional.of(row);
                }
            }
            return Optional.empty();
        }

        /** The start of the first line that begins here or later. */
        private int lineFrom(int from) {
            int before = text.indexOf('\n', from - 1);
            return before < 0 ? text.length() : before + 1;
        }

        /** Adds a buffer and returns the lines after it that do not belong to it. */
        private String add(Matcher row, String block) {
            if (block.indexOf('\n') < 0) {
                // Its row breaks off.
                return row.group() + block;
            }
            try {
                long inode = Long.parseUnsignedLong(row.group("inode"));
                long size = Long.parseLong(row.group("size"));
                long count = Long.parseLong(row.group("count"));
                BufinfoBlock read = BufinfoBlock.of(inode, layout.columnsAfterName(), block, unknownParts);
                buffers.add(new BufinfoBuffer(
                        inode, size, row.group("exporter"), read.name(), count, read.devices(), read.fences()));
                return read.rest();
            } catch (NumberFormatException tooLong) {
                return row.group() + block;
            }
        }

        /** Sorts the buffers, which the kernel lists newest first. Of one that is listed twice the last counts. */
        private void sort() {
            buffers.sort((a, b) -> Long.compareUnsigned(a.inode(), b.inode()));
            for (int i = buffers.size() - 1; i > 0; i--) {
                long inode = buffers.get(i).inode();
                if (buffers.get(i - 1).inode() == inode) {
                    unknownParts.add(inode, "it is listed twice");
                    buffers.remove(i - 1);
                }
            }
        }

        private void addUnknown(String lines) {
            if (lines.isEmpty()) {
                return;
            }
            for (String part : PART_END.split(lines, -1)) {
                if (!part.isBlank()) {
                    unknownLines.add(UnknownLines.of(part, "these lines of bufinfo make no sense"));
                }
            }
        }

        /** The kernel ends the list with the number of its rows and their size. If that is missing or differs, rows are missing. */
        private void addEnd(String end) {
            Matcher totals = TOTALS_LINE.matcher("\n" + end);
            if (!totals.find()) {
                unknownLines.add(UnknownLines.of(end, "bufinfo breaks off here, before its totals"));
                return;
            }
            addUnknown(("\n" + end).substring(0, totals.start()));
            addUnknown(("\n" + end).substring(totals.end()));
            boolean asReported = totals.group(1).equals(Integer.toString(buffers.size()))
                    && totals.group(2).equals(Long.toUnsignedString(size()));
            if (unknownLines.isEmpty() && !asReported) {
                unknownLines.add(UnknownLines.of(totals.group(), "the totals of bufinfo are not those of its rows"));
            }
        }

        private long size() {
            return buffers.stream().mapToLong(BufinfoBuffer::size).sum();
        }
    }
}
