// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.sys.DecimalBytes;
import io.github.dmabuf4j.internal.sys.KernelText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The lines of {@code /proc/<pid>/fdinfo/<fd>} that are of interest where the descriptor is of a buffer, found in one pass.
 *
 * <p>The kernel does not escape the name of a buffer, which comes last and could forge what follows it. So nothing after its start
 * is a line, and the first line with a key is the kernel's.
 */
final class BufferLines {
    private static final byte[] INODE = bytes("ino");
    private static final byte[] SIZE = bytes("size");
    private static final byte[] COUNT = bytes("count");
    private static final byte[] EXPORTER = bytes("exp_name");
    private static final byte[] NAME = bytes("name:\t");

    private final byte[] text;
    private final int length;
    private @Nullable Value inode;
    private @Nullable Value size;
    private @Nullable Value count;
    private @Nullable Value exporter;

    /** Where the name starts; the length if there is none. */
    private int name;

    /** Where in the text a value is, without the white space around it. */
    private record Value(int start, int end) {}

    /** Reads the first bytes of an array. */
    BufferLines(byte[] text, int length) {
        this.text = text;
        this.length = length;
        this.name = length;
        read();
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private void read() {
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
            case 3 -> inode = inode == null && isAt(INODE, start) ? value(colon + 1, end) : inode;
            case 4 -> size = size == null && isAt(SIZE, start) ? value(colon + 1, end) : size;
            case 5 -> count = count == null && isAt(COUNT, start) ? value(colon + 1, end) : count;
            case 8 -> exporter = exporter == null && isAt(EXPORTER, start) ? value(colon + 1, end) : exporter;
            default -> {}
        }
    }

    private Value value(int from, int to) {
        int start = from;
        while (start < to && isSpace(start)) {
            start++;
        }
        int end = to;
        while (end > start && isSpace(end - 1)) {
            end--;
        }
        return new Value(start, end);
    }

    private boolean isSpace(int at) {
        return text[at] >= 0 && text[at] <= ' ';
    }

    boolean areOfBuffer() {
        return size != null || count != null || exporter != null;
    }

    /** Whether there is a line with the inode, which Linux 5.14 added. */
    boolean hasInode() {
        return inode != null;
    }

    OptionalLong inode() {
        return inode == null ? OptionalLong.empty() : DecimalBytes.unsigned(text, inode.start(), inode.end());
    }

    OptionalLong size() {
        return signed(size);
    }

    OptionalLong count() {
        return signed(count);
    }

    private OptionalLong signed(@Nullable Value value) {
        OptionalLong number =
                value == null ? OptionalLong.empty() : DecimalBytes.unsigned(text, value.start(), value.end());
        return number.isPresent() && number.getAsLong() < 0 ? OptionalLong.empty() : number;
    }

    Optional<String> exporter() {
        return exporter == null || exporter.start() == exporter.end()
                ? Optional.empty()
                : Optional.of(KernelText.decode(text, exporter.start(), exporter.end() - exporter.start()));
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
