// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.KernelText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What bufinfo has of one buffer from its name on: the lines of fences, and the devices between two lines. Whatever is odd in
 * it is noted, and costs no more than itself.
 *
 * <p>The name is not escaped. It has at most 31 bytes: what looks like a line of the kernel's within these can be of the name.
 */
final class BufinfoBlock {
    private static final String DEVICES = "\n\tAttached Devices:\n";
    private static final String LINE = "\n\t";

    private static final Pattern CLOSE = Pattern.compile("\nTotal ([0-9]{1,9}) devices attached\n\n?");
    private static final Pattern TOTALS = Pattern.compile("\n*" + Bufinfo.TOTALS + "\\z");

    /** Where the closing line can begin: after the heading of the devices. In a name it begins sooner. */
    private static final int FIRST_CLOSE = DEVICES.length() - 1;

    private static final String NO_NAME = "<none>";
    private static final int LONGEST_NAME = 31;

    private final long inode;
    private final int columnsAfterName;
    private final UnknownParts unknown;

    private String name = "";
    private final List<BufferFence> fences = new ArrayList<>();
    private final List<Attachment> devices = new ArrayList<>();
    private String rest = "";

    private BufinfoBlock(long inode, int columnsAfterName, UnknownParts unknown) {
        this.inode = inode;
        this.columnsAfterName = columnsAfterName;
        this.unknown = unknown;
    }

    /** Of a text that reaches from the name to the next row, or to the end. */
    static BufinfoBlock of(long inode, int columnsAfterName, String text, UnknownParts unknown) {
        BufinfoBlock block = new BufinfoBlock(inode, columnsAfterName, unknown);
        block.read(text);
        return block;
    }

    Optional<String> name() {
        return Optional.of(name).filter(given -> !given.equals(NO_NAME));
    }

    List<BufferFence> fences() {
        return fences;
    }

    List<Attachment> devices() {
        return devices;
    }

    /** What follows the buffer and is not of it. */
    String rest() {
        return rest;
    }

    private void read(String text) {
        Matcher close = CLOSE.matcher(text);
        if (close.find(Math.min(FIRST_CLOSE, text.length()))) {
            rest = text.substring(close.end());
            readBody(text.substring(0, close.start()) + "\n", OptionalLong.of(Long.parseLong(close.group(1))));
            return;
        }
        unknown.add(inode, "the line after its devices is missing");
        Matcher totals = TOTALS.matcher(text);
        int end = totals.find() ? totals.start() : lastLineStart(text);
        rest = text.substring(end);
        readBody(text.substring(0, end) + "\n", OptionalLong.empty());
    }

    /** Where the line ends are before what may be cut. */
    private static int lastLineStart(String text) {
        int start = text.lastIndexOf('\n');
        while (start > 0 && text.charAt(start - 1) == '\n') {
            start--;
        }
        return start;
    }

    private void readBody(String body, OptionalLong deviceCount) {
        // A name may hold this line; the kernel's own is the last.
        int heading = body.lastIndexOf(DEVICES);
        if (heading < 0) {
            unknown.add(inode, "the line before its devices is missing");
            readNameAndFences(body.substring(0, body.length() - 1), false);
            return;
        }
        readNameAndFences(body.substring(0, heading), true);
        readDevices(body.substring(heading + DEVICES.length()));
        if (deviceCount.isPresent() && deviceCount.getAsLong() != devices.size()) {
            unknown.add(inode, devices.size() + " devices where it says " + deviceCount.getAsLong());
        }
    }

    private void readDevices(String lines) {
        for (String line : lines.split("\n", -1)) {
            if (line.startsWith("\t") && !line.isBlank()) {
                devices.add(Attachment.named(line.strip()));
            } else if (!line.isEmpty()) {
                notUnderstood(line);
            }
        }
    }

    private void readNameAndFences(String text, boolean whole) {
        List<Integer> ends = lineEnds(text);
        // The longest that can be a name: it may end as a fence begins. Columns after it could take a fence for theirs.
        List<Integer> candidates = columnsAfterName == 0 ? ends.reversed() : ends;
        for (int end : whole ? candidates : List.<Integer>of()) {
            Optional<String> candidate = nameIn(text, end);
            if (candidate.isPresent() && addIfAllAreFences(text, end)) {
                name = candidate.get();
                return;
            }
        }
        readWithUnknownLines(text, ends.get(0));
    }

    /** Where the name can end: before each line as the kernel's are, and at the end. */
    private static List<Integer> lineEnds(String text) {
        List<Integer> ends = new ArrayList<>();
        for (int at = text.indexOf(LINE); at >= 0; at = text.indexOf(LINE, at + 1)) {
            ends.add(at);
        }
        ends.add(text.length());
        return ends;
    }

    /** The name where the row ends here; empty where it is too long for one, or the row has too few columns. */
    private Optional<String> nameIn(String text, int rowEnd) {
        int end = rowEnd;
        for (int i = 0; i < columnsAfterName && end >= 0; i++) {
            end = text.lastIndexOf('\t', end - 1);
        }
        return end >= 0 && canBeOfName(text, end) ? Optional.of(text.substring(0, end)) : Optional.empty();
    }

    private boolean addIfAllAreFences(String text, int start) {
        List<BufferFence> found = new ArrayList<>();
        int at = start;
        while (at < text.length()) {
            Optional<FenceLine> line = FenceLine.at(text, at);
            if (line.isEmpty()) {
                return false;
            }
            found.add(line.get().fence());
            at = line.get().end();
        }
        return fences.addAll(found) || found.isEmpty();
    }

    private void readWithUnknownLines(String text, int nameEnd) {
        Optional<String> proper = nameIn(text, nameEnd);
        name = proper.orElseGet(() -> text.substring(0, nameEnd));
        if (proper.isEmpty()) {
            unknown.add(inode, "its name \"" + Bufinfo.shown(name) + "\" is too long, or its row lacks columns");
        }
        int at = nameEnd;
        while (at < text.length()) {
            int start = at;
            Optional<FenceLine> line = FenceLine.at(text, at).filter(one -> !canBeOfName(text, one.end()));
            line.ifPresent(one -> fences.add(one.fence()));
            at = line.map(FenceLine::end).orElseGet(() -> lineEnd(text, start));
            if (line.isEmpty()) {
                notUnderstood(text.substring(start + 1, at));
            }
        }
    }

    private static int lineEnd(String text, int start) {
        int next = text.indexOf(LINE, start + 1);
        return next < 0 ? text.length() : next;
    }

    private static boolean canBeOfName(String text, int end) {
        // Characters are not more than bytes.
        return end <= LONGEST_NAME && KernelText.length(text.substring(0, end)) <= LONGEST_NAME;
    }

    private void notUnderstood(String line) {
        unknown.add(inode, "the line \"" + Bufinfo.shown(line) + "\"");
    }
}
