// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.sys.DecimalBytes;
import io.github.dmabuf4j.internal.sys.KernelText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The lines of {@code /proc/<pid>/fdinfo/<fd>} that are of interest where the descriptor is of a buffer, found in one pass. An object
 * reads one file after the other, and makes no object but the results. For one thread at a time.
 *
 * <p>The kernel does not escape the name of a buffer, which comes last and could forge what follows it. So nothing after its start
 * is a line, and the first line with a key is the kernel's.
 */
public final class BufferLines {
    private static final byte[] INODE = bytes("ino");
    private static final byte[] SIZE = bytes("size");
    private static final byte[] COUNT = bytes("count");
    private static final byte[] EXPORTER = bytes("exp_name");
    private static final byte[] NAME = bytes("name:\t");

    private byte[] text = {};
    private int length;
    private final Value inode = new Value();
    private final Value size = new Value();
    private final Value count = new Value();
    private final Value exporter = new Value();

    /** Where the name starts; the length if there is none. */
    private int name;

    /** The exporter of a file before, which most have in common, and its bytes. */
    private Optional<String> lastExporter = Optional.empty();

    private byte[] lastExporterBytes = {};

    /** Where in the text a value is, without the white space around it. */
    private static final class Value {
        private boolean isThere;
        private int start;
        private int end;
    }

    /** Reads the first bytes of an array. What was read before is forgotten. */
    public void read(byte[] bytes, int byteCount) {
        text = bytes;
        length = byteCount;
        name = byteCount;
        inode.isThere = false;
        size.isThere = false;
        count.isThere = false;
        exporter.isThere = false;
        readLines();
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private void readLines() {
        int line = 0;
        while (line < length) {
            if (line > 0 && isAt(NAME, line)) {
                name = line + NAME.length;
                return;
            }
            int colon = line;
            while (colon < length && text[colon] != ':' && text[colon] != '\n') {
                colon++;
            }
            int end = colon;
            while (end < length && text[end] != '\n') {
                end++;
            }
            if (end > colon) {
                line(line, colon, end);
            }
            line = end + 1;
        }
    }

    private boolean isAt(byte[] wanted, int start) {
        return length - start >= wanted.length
                && Arrays.equals(text, start, start + wanted.length, wanted, 0, wanted.length);
    }

    private void line(int start, int colon, int end) {
        switch (colon - start) {
            case 3 -> value(inode, INODE, start, colon + 1, end);
            case 4 -> value(size, SIZE, start, colon + 1, end);
            case 5 -> value(count, COUNT, start, colon + 1, end);
            case 8 -> value(exporter, EXPORTER, start, colon + 1, end);
            default -> {}
        }
    }

    /** Takes the value of a line if that has the key, and is the first one that has it. */
    private void value(Value value, byte[] key, int line, int from, int to) {
        if (value.isThere || !isAt(key, line)) {
            return;
        }
        int start = from;
        while (start < to && isSpace(start)) {
            start++;
        }
        int end = to;
        while (end > start && isSpace(end - 1)) {
            end--;
        }
        value.isThere = true;
        value.start = start;
        value.end = end;
    }

    private boolean isSpace(int at) {
        return text[at] >= 0 && text[at] <= ' ';
    }

    boolean areOfBuffer() {
        return size.isThere || count.isThere || exporter.isThere;
    }

    /** Whether there is a line with the inode, which Linux 5.14 added. */
    boolean hasInode() {
        return inode.isThere;
    }

    OptionalLong inode() {
        return unsigned(inode);
    }

    OptionalLong size() {
        return signed(size);
    }

    OptionalLong count() {
        return signed(count);
    }

    private OptionalLong unsigned(Value value) {
        return value.isThere ? DecimalBytes.unsigned(text, value.start, value.end) : OptionalLong.empty();
    }

    private OptionalLong signed(Value value) {
        OptionalLong number = unsigned(value);
        return number.isPresent() && number.getAsLong() < 0 ? OptionalLong.empty() : number;
    }

    Optional<String> exporter() {
        if (!exporter.isThere || exporter.start == exporter.end) {
            return Optional.empty();
        }
        byte[] last = lastExporterBytes;
        if (!Arrays.equals(text, exporter.start, exporter.end, last, 0, last.length)) {
            lastExporterBytes = Arrays.copyOfRange(text, exporter.start, exporter.end);
            lastExporter = Optional.of(KernelText.decode(lastExporterBytes));
        }
        return lastExporter;
    }

    /** The name comes last and may have several lines. */
    Optional<String> name() {
        if (name == length) {
            return Optional.empty();
        }
        int end = text[length - 1] == '\n' ? length - 1 : length;
        return Optional.of(KernelText.decode(text, name, end - name));
    }
}
