// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of {@code bufinfo}: for each buffer a row that ends in its name, the lines of its fences, and its
 * devices between two lines that are always there.
 *
 * <p>The name is not escaped. It has at most 31 bytes, too few to forge both of those lines and a row: so a buffer
 * reaches up to the first closing line that the next row, or the end, follows.
 */
record Bufinfo(List<BufferInfo> buffers, List<Unreadable> unreadable) {
    private static final String COLUMNS = "\tname\n";
    private static final String DEVICES = "\n\tAttached Devices:\n";

    /** Closes a buffer; the end of the list, or the next row, must follow. */
    private static final Pattern CLOSE = Pattern.compile(
            "(?:^|\n)Total ([0-9]{1,9}) devices attached\n\n(?=[0-9]{8,}\t|\nTotal [0-9]+ objects, |\\z)");

    /** Closes the list. */
    private static final Pattern TOTALS = Pattern.compile("\nTotal ([0-9]+) objects, ([0-9]+) bytes\n");

    private static final Pattern ROW = Pattern.compile(
            "([0-9]{8,})\t[0-9a-f]{8}\t[0-9a-f]{8}\t([0-9]{8,})\t([^\t\n]+)\t([0-9]{8,})\t(.*)", Pattern.DOTALL);

    /** A timeline's name can be that of a process: it may hold line ends, or be empty. */
    private static final Pattern FENCE = Pattern.compile(
            "\n\t(kernel|write|read|bookkeep) fence:(\\S+) (.*?) seq ([0-9]+) (un)?signalled"
                    + "(?=\n\t(?:kernel|write|read|bookkeep) fence:|\\z)",
            Pattern.DOTALL);

    private static final String NO_NAME = "<none>";

    /** Bytes, and so not more characters: what is longer holds the lines of other buffers. */
    private static final int LONGEST_NAME = 31;

    private static final int SHOWN = 60;

    /** Empty where the text begins otherwise: before Linux 6.0 columns, and lines of fences, were others. */
    static Optional<Bufinfo> parse(String text) {
        int header = text.indexOf(COLUMNS);
        return header < 0 ? Optional.empty() : Optional.of(parse(text, header + COLUMNS.length()));
    }

    private static Bufinfo parse(String text, int firstRow) {
        List<BufferInfo> buffers = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        int start = firstRow;
        Matcher close = CLOSE.matcher(text);
        while (close.find(start)) {
            String block = text.substring(start, close.start()) + "\n";
            Optional<BufferInfo> buffer = buffer(block, Integer.parseInt(close.group(1)));
            buffer.ifPresent(buffers::add);
            if (buffer.isEmpty()) {
                unreadable.add(new Unreadable(shown(block), "these lines of bufinfo make no sense"));
            }
            start = close.end();
        }
        addMissing(text.substring(start), buffers, unreadable);
        buffers.sort(Comparator.comparing(BufferInfo::inode, Long::compareUnsigned));
        return new Bufinfo(buffers, unreadable);
    }

    /** The kernel ends the list with how many rows it wrote: where that is missing, or other, rows are too. */
    private static void addMissing(String end, List<BufferInfo> buffers, List<Unreadable> unreadable) {
        Matcher totals = TOTALS.matcher(end);
        if (!totals.matches()) {
            unreadable.add(new Unreadable(shown(end), "bufinfo breaks off here, before its totals"));
            return;
        }
        boolean asTold = totals.group(1).equals(Integer.toString(buffers.size()))
                && totals.group(2).equals(Long.toUnsignedString(Totals.sizeOf(buffers)));
        if (unreadable.isEmpty() && !asTold) {
            unreadable.add(new Unreadable(shown(end), "the totals of bufinfo are not those of its rows"));
        }
    }

    private static String shown(String block) {
        return block.substring(0, Math.min(SHOWN, block.length())).strip();
    }

    /** Empty where the block is none of a buffer with so many devices. */
    private static Optional<BufferInfo> buffer(String block, int deviceCount) {
        // A name may hold this line; the kernel's own is the last.
        int devices = block.lastIndexOf(DEVICES);
        if (devices < 0) {
            return Optional.empty();
        }
        List<String> names = block.substring(devices + DEVICES.length())
                .lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        Matcher row = ROW.matcher(block.substring(0, devices));
        if (names.size() != deviceCount || !row.matches()) {
            return Optional.empty();
        }
        try {
            return buffer(row, names);
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }

    /** Empty where a name is not followed by the lines of fences. */
    private static Optional<BufferInfo> buffer(Matcher row, List<String> devices) {
        String nameAndFences = row.group(5);
        // The longest that can be a name: it may end as a fence begins.
        for (int end = Math.min(nameAndFences.length(), LONGEST_NAME); end >= 0; end--) {
            Optional<List<BufferFence>> fences = fences(nameAndFences.substring(end));
            if (fences.isPresent()) {
                return Optional.of(buffer(row, nameAndFences.substring(0, end), fences.get(), devices));
            }
        }
        return Optional.empty();
    }

    private static BufferInfo buffer(Matcher row, String name, List<BufferFence> fences, List<String> devices) {
        return new BufferInfo(
                Long.parseUnsignedLong(row.group(4)),
                OptionalLong.of(Long.parseLong(row.group(1))),
                Optional.of(row.group(3)),
                Optional.of(name).filter(given -> !given.equals(NO_NAME)),
                OptionalLong.of(Long.parseLong(row.group(2))),
                List.of(),
                devices.stream().map(Attachment::named).toList(),
                fences);
    }

    /** Empty where the text is none of whole fences. */
    private static Optional<List<BufferFence>> fences(String text) {
        List<BufferFence> fences = new ArrayList<>();
        Matcher parts = FENCE.matcher(text);
        int start = 0;
        while (parts.region(start, text.length()).lookingAt()) {
            fences.add(new BufferFence(
                    parts.group(1),
                    parts.group(2),
                    parts.group(3),
                    Long.parseUnsignedLong(parts.group(4)),
                    parts.group(5) == null));
            start = parts.end();
        }
        return start == text.length() ? Optional.of(fences) : Optional.empty();
    }
}
