// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.sys.DecimalBytes;
import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.KernelText;
import java.util.OptionalLong;

/** Reads one row of maps, from its first byte to its last: addresses, permissions, offset, device, inode, and a path. */
final class MapsRow {
    /** What a row is of. */
    enum Kind {
        BUFFER,
        OTHER,
        NONSENSE
    }

    /** More do not fit into 64 bits. */
    private static final int MOST_HEX_DIGITS = 16;

    private static final int HEX = 16;

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean isNonsense;

    private long start;
    private long stop;
    private long offset;
    private long major;
    private long minor;
    private long inode;

    private MapsRow(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Reads a row, which ends before its line feed. */
    static MapsRow parse(byte[] bytes, int start, int end) {
        MapsRow row = new MapsRow(bytes, start, end);
        row.parse();
        return row;
    }

    private void parse() {
        start = hex();
        expect('-');
        stop = hex();
        expect(' ');
        skipWord();
        expect(' ');
        offset = hex();
        expect(' ');
        major = hex();
        expect(':');
        minor = hex();
        expect(' ');
        inode = decimal();
    }

    /** To be called once. What follows the inode and is neither a path nor in brackets is a column that this does not know. */
    Kind kind() {
        while (!isNonsense && skipSpaces()) {
            if (isPathOfBuffer()) {
                return Kind.BUFFER;
            }
            if (at == end || bytes[at] == '/' || bytes[at] == '[') {
                return Kind.OTHER;
            }
            skipColumn();
        }
        return Kind.NONSENSE;
    }

    /** Of a row of which {@link #kind} has found that it is of a buffer. */
    MappedBuffer toBuffer() {
        int name = at + MappedBuffer.LINK_START.length();
        String escaped = KernelText.decode(bytes, name, end - name);
        return new MappedBuffer(start, stop, new DeviceNumber(major, minor), inode, offset, escaped, true);
    }

    private boolean isPathOfBuffer() {
        return ByteSearch.LINK_START.isAt(bytes, at, end);
    }

    private long hex() {
        int first = at;
        long number = 0;
        while (at < end && Character.digit(bytes[at], HEX) >= 0) {
            number = number << 4 | Character.digit(bytes[at], HEX);
            at++;
        }
        isNonsense |= at == first || at - first > MOST_HEX_DIGITS;
        return number;
    }

    private long decimal() {
        int first = at;
        while (at < end && bytes[at] != ' ') {
            at++;
        }
        OptionalLong number = DecimalBytes.unsigned(bytes, first, at);
        isNonsense |= number.isEmpty();
        return number.orElse(0);
    }

    private void expect(char wanted) {
        isNonsense |= at == end || bytes[at] != wanted;
        at = Math.min(at + 1, end);
    }

    /** Skips what is not white space. */
    private void skipWord() {
        int first = at;
        while (at < end && (bytes[at] > ' ' || bytes[at] < 0)) {
            at++;
        }
        isNonsense |= at == first;
    }

    /** Returns whether there was one. */
    private boolean skipSpaces() {
        int first = at;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        return at > first;
    }

    private void skipColumn() {
        while (at < end && bytes[at] != ' ' && bytes[at] != '/' && bytes[at] != '[') {
            at++;
        }
    }
}
