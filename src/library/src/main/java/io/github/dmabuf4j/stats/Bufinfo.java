// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of {@code bufinfo}: for each buffer a row that ends in its name, the lines of its fences, and its
 * devices between two lines.
 *
 * <p>The name is not escaped. It has at most 31 bytes, too few to forge a row: so each row begins a buffer, and whatever is
 * between it and the next one cannot cost that buffer.
 *
 * @param buffers by rising inode
 * @param unreadable lines that are of no buffer that is listed
 * @param unknownParts what was not understood of buffers that are
 */
record Bufinfo(List<BufferInfo> buffers, List<Unreadable> unreadable, List<String> unknownParts) {
    /** The line that closes the list. */
    static final String TOTALS = "\nTotal ([0-9]+) objects, ([0-9]+) bytes\n";

    private static final Pattern TOTALS_LINE = Pattern.compile(TOTALS);
    private static final Pattern PART_END = Pattern.compile("(?<=devices attached\n\n)");
    private static final int SHOWN = 60;

    /** Empty where the text begins otherwise: before Linux 5.3 rows had neither inode nor name. */
    static Optional<Bufinfo> parse(String text) {
        return BufinfoLayout.of(text).map(layout -> new Reading(layout, text).read());
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
        private final Map<Long, BufferInfo> buffers = new TreeMap<>(Long::compareUnsigned);
        private final List<Unreadable> unreadable = new ArrayList<>();
        private final UnknownParts unknown = new UnknownParts();

        Reading(BufinfoLayout layout, String text) {
            this.layout = layout;
            this.text = text;
        }

        Bufinfo read() {
            // What is last before the totals is looked at with them.
            String rest = "";
            int start = layout.end();
            Optional<Matcher> row = rowFrom(start);
            while (row.isPresent()) {
                addUnreadable(rest + text.substring(start, row.get().start()));
                int nameStart = row.get().end();
                Optional<Matcher> next = rowFrom(nameStart);
                start = next.map(Matcher::start).orElse(text.length());
                rest = add(row.get(), text.substring(nameStart, start));
                row = next;
            }
            addEnd(rest + text.substring(start));
            return new Bufinfo(List.copyOf(buffers.values()), unreadable, unknown.details());
        }

        /** The first row that begins here or later. Only starts of lines are looked at: a search by the pattern takes ten times as long. */
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

        /** Adds a buffer; returns what follows it and is not of it. */
        private String add(Matcher row, String block) {
            if (block.indexOf('\n') < 0) {
                // Its own line is not whole.
                return row.group() + block;
            }
            try {
                long inode = Long.parseUnsignedLong(row.group("inode"));
                long size = Long.parseLong(row.group("size"));
                long count = Long.parseLong(row.group("count"));
                BufinfoBlock read = BufinfoBlock.of(inode, layout.columnsAfterName(), block, unknown);
                add(new BufferInfo(
                        inode,
                        OptionalLong.of(size),
                        Optional.of(row.group("exporter")),
                        read.name(),
                        OptionalLong.of(count),
                        List.of(),
                        read.devices(),
                        read.fences()));
                return read.rest();
            } catch (NumberFormatException tooLong) {
                return row.group() + block;
            }
        }

        private void add(BufferInfo buffer) {
            BufferInfo earlier = buffers.put(buffer.inode(), buffer);
            if (earlier != null) {
                unknown.add(buffer.inode(), "it is listed twice");
            }
        }

        private void addUnreadable(String lines) {
            if (lines.isEmpty()) {
                return;
            }
            for (String part : PART_END.split(lines, -1)) {
                if (!part.isBlank()) {
                    unreadable.add(new Unreadable(shown(part), "these lines of bufinfo make no sense"));
                }
            }
        }

        /** The kernel ends the list with how many rows it wrote: where that is missing, or other, rows are too. */
        private void addEnd(String end) {
            Matcher totals = TOTALS_LINE.matcher("\n" + end);
            if (!totals.find()) {
                unreadable.add(new Unreadable(shown(end), "bufinfo breaks off here, before its totals"));
                return;
            }
            addUnreadable(("\n" + end).substring(0, totals.start()));
            addUnreadable(("\n" + end).substring(totals.end()));
            boolean asTold = totals.group(1).equals(Integer.toString(buffers.size()))
                    && totals.group(2)
                            .equals(Long.toUnsignedString(
                                    Amount.of(List.copyOf(buffers.values())).bytes()));
            if (unreadable.isEmpty() && !asTold) {
                unreadable.add(
                        new Unreadable(shown(totals.group()), "the totals of bufinfo are not those of its rows"));
            }
        }
    }
}
