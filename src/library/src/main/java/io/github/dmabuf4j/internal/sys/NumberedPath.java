// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The path NUMBER/NAME in native memory of a thread. The caller reads the files of one directory one after the other, so the
 * number is written only when it changes.
 */
final class NumberedPath {
    /** The longest name. */
    private static final int MAX_NAME_BYTES = 32;

    /** Whole words. The longest decimal number of 64 bits takes 20 bytes of them. */
    private static final int NUMBER_BYTES = 24;

    /** No number begins there: an error in the middle of one must not leave its digits for those of another. */
    private static final int UNWRITTEN = 0;

    static final int BYTES = NUMBER_BYTES + MAX_NAME_BYTES;

    private final long address;
    private final ByteBuffer view;
    private long number;

    /** Where the number begins; {@link #UNWRITTEN} while it is written. */
    private int start;

    /** Uses memory that must live longer than this object. */
    NumberedPath(MemorySegment memory) {
        address = memory.address();
        view = view(memory.asByteBuffer());
        write(0);
    }

    private static ByteBuffer view(ByteBuffer bytes) {
        return bytes.order(ByteOrder.nativeOrder());
    }

    /** Returns a slash, the name and its NUL, as whole words. */
    static long[] words(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int words = bytes.length / Long.BYTES + 1;
        if (words * Long.BYTES > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("too long a name: " + name);
        }
        long[] whole = new long[words];
        view(ByteBuffer.wrap(Arrays.copyOf(bytes, words * Long.BYTES)))
                .asLongBuffer()
                .get(whole);
        return whole;
    }

    /** Writes a path. Returns its address, which is valid until the next call. */
    long of(long wanted, long[] name) {
        if (wanted != number || start == UNWRITTEN) {
            write(wanted);
        }
        for (int i = 0; i < name.length; i++) {
            view.putLong(NUMBER_BYTES + i * Long.BYTES, name[i]);
        }
        return address + start;
    }

    /** Writes the digits from the last to the first, so that the last one is before the name. */
    private void write(long unsigned) {
        start = UNWRITTEN;
        int digit = NUMBER_BYTES;
        long rest = unsigned;
        do {
            digit--;
            long shorter = rest >= 0 ? rest / 10 : Long.divideUnsigned(rest, 10);
            view.put(digit, (byte) ('0' + (rest - 10 * shorter)));
            rest = shorter;
        } while (rest != 0);
        number = unsigned;
        start = digit;
    }
}
