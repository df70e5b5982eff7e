// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import io.github.dmabuf4j.internal.sys.KernelText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of bufinfo about one buffer, from the name on: the lines of its fences, and its devices between two lines. A part
 * that is not understood is noted, and the others are read.
 *
 * <p>The name is not escaped. It has at most 31 bytes: what looks like a line of the kernel's within these bytes can belong to
 * the name.
 */
final class BufinfoBlock {
    private static final String DEVICES = "\n\tAttached Devices:\n";
    private static final String LINE = "\n\t";

    private static final Pattern CLOSE = Pattern.compile("\nTotal ([0-9]{1,9}) devices attached\n\n?");
    private static final Pattern TOTALS = Pattern.compile("\n*" + Bufinfo.TOTALS + "\\z");

    /** Where the closing line can begin: after the heading of the devices. A line that begins before belongs to the name. */
    private static final int FIRST_CLOSE = DEVICES.length() - 1;

    private static final String NO_NAME = "<none>";
    static final int LONGEST_NAME = 31;

    private final long inode;
    private final int columnsAfterName;
    private final UnknownParts unknownParts;

    private String name = "";
    private final List<BufinfoFence> fences = new ArrayList<>();
    private final List<String> devices = new ArrayList<>();
    private String rest = "";

    private BufinfoBlock(long inode, int columnsAfterName, UnknownParts unknownParts) {
        this.inode = inode;
        this.columnsAfterName = columnsAfterName;
        this.unknownParts = unknownParts;
    }

    /** Reads a text that reaches from the name to the next row, or to the end. */
    static BufinfoBlock of(long inode, int columnsAfterName, String text, UnknownParts unknownParts) {
        BufinfoBlock block = new BufinfoBlock(inode, columnsAfterName, unknownParts);
        block.read(text);
        return block;
    }

    Optional<String> name() {
        return name(name);
    }

    /** The name of a buffer, by what stands for it. */
    static Optional<String> name(String listed) {
        return listed.equals(NO_NAME) ? Optional.empty() : Optional.of(listed);
    }

    List<BufinfoFence> fences() {
        return fences;
    }

    List<String> devices() {
        return devices;
    }

    /** The lines after the buffer that do not belong to it. */
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
        unknownParts.add(inode, "the line after its devices is missing");
        Matcher totals = TOTALS.matcher(text);
        int end = totals.find() ? totals.start() : lastLineStart(text);
        rest = text.substring(end);
        readBody(text.substring(0, end) + "\n", OptionalLong.empty());
    }

    /** Where the line ends before the last line begin: that line may be cut. */
    private static int lastLineStart(String text) {
        int start = text.lastIndexOf('\n');
        while (start > 0 && text.charAt(start - 1) == '\n') {
            start--;
        }
        return start;
    }

    private void readBody(String body, OptionalLong deviceCount) {
        // A name may contain this line; the kernel's own is the last.
        int heading = body.lastIndexOf(DEVICES);
        if (heading < 0) {
            unknownParts.add(inode, "the line before its devices is missing");
            readNameAndFences(body.substring(0, body.length() - 1), false);
            return;
        }
        readNameAndFences(body.substring(0, heading), true);
        readDevices(body.substring(heading + DEVICES.length()));
        if (deviceCount.isPresent() && deviceCount.getAsLong() != devices.size()) {
            unknownParts.add(inode, devices.size() + " devices where it says " + deviceCount.getAsLong());
        }
    }

    private void readDevices(String lines) {
        for (String line : lines.split("\n", -1)) {
            if (line.startsWith("\t") && !line.isBlank()) {
                devices.add(line.strip());
            } else if (!line.isEmpty()) {
                notUnderstood(line);
            }
        }
    }

    private void readNameAndFences(String text, boolean whole) {
        List<Integer> ends = lineEnds(text);
        // Of the texts that can be the name the longest: it may end as a fence begins. With columns after the name the
        // shortest: a column could contain a fence.
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

    /** Where the name can end: before each line that begins as the kernel's do, and at the end. */
    private static List<Integer> lineEnds(String text) {
        List<Integer> ends = new ArrayList<>();
        for (int at = text.indexOf(LINE); at >= 0; at = text.indexOf(LINE, at + 1)) {
            ends.add(at);
        }
        ends.add(text.length());
        return ends;
    }

    /** The name if the row ends here; empty if that is too long for a name, or the row has too few columns. */
    private Optional<String> nameIn(String text, int rowEnd) {
        int end = rowEnd;
        for (int i = 0; i < columnsAfterName && end >= 0; i++) {
            end = text.lastIndexOf('\t', end - 1);
        }
        return end >= 0 && canBelongToName(text, end) ? Optional.of(text.substring(0, end)) : Optional.empty();
    }

    private boolean addIfAllAreFences(String text, int start) {
        List<BufinfoFence> found = new ArrayList<>();
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
            unknownParts.add(inode, "its name \"" + Bufinfo.shown(name) + "\" is too long, or its row lacks columns");
        }
        int at = nameEnd;
        while (at < text.length()) {
            int start = at;
            Optional<FenceLine> line = FenceLine.at(text, at).filter(one -> !canBelongToName(text, one.end()));
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

    private static boolean canBelongToName(String text, int end) {
        // A text has at least as many bytes as characters.
        return end <= LONGEST_NAME && KernelText.length(text.substring(0, end)) <= LONGEST_NAME;
    }

    private void notUnderstood(String line) {
        unknownParts.add(inode, "the line \"" + Bufinfo.shown(line) + "\"");
    }
}
