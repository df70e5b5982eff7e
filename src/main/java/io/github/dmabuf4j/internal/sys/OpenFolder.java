// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Files below an open folder, in sub-folders that have numbers: read with the fewest system calls, and without making a
 * path in Java's memory.
 */
public final class OpenFolder {
    /** The longest decimal number of 64 bits, a slash, and the NUL. */
    private static final int MOST_DIGITS = 20;

    /** What getdents64(2) gives, by hand for the reason of {@link FileStatus}. */
    static final int LENGTH = 16;

    static final int NAME = 19;

    private static final MemorySegment ITSELF = Arena.global().allocateFrom(".");

    private OpenFolder() {}

    /** Reads the name of an entry, as bytes of an array. */
    @FunctionalInterface
    public interface NameReader {
        /** One entry; the array is the reader's for the length of the call only. */
        void entry(byte[] bytes, int offset, int length);
    }

    /** The name of a file in each numbered folder. */
    public static final class FileName {
        private final String text;
        private final byte[] bytes;

        private FileName(String text) {
            this.text = text;
            this.bytes = (text + '\0').getBytes(StandardCharsets.UTF_8);
        }

        /** With a slash before it. */
        public static FileName of(String name) {
            return new FileName("/" + name);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** NUMBER/NAME in the argument memory of the thread. */
    private static MemorySegment path(long number, FileName name) {
        byte[] path = Scratch.array();
        int start = number >= 0 ? writeDigits(path, number) : writeText(path, number);
        byte[] end = name.bytes;
        System.arraycopy(end, 0, path, MOST_DIGITS, end.length);
        return Scratch.argument(path, start, MOST_DIGITS - start + end.length);
    }

    /** Backwards, so that the last digit is before the name. */
    private static int writeDigits(byte[] path, long number) {
        int start = MOST_DIGITS;
        long rest = number;
        do {
            start--;
            path[start] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        return start;
    }

    private static int writeText(byte[] path, long number) {
        byte[] digits = Long.toUnsignedString(number).getBytes(StandardCharsets.US_ASCII);
        int start = MOST_DIGITS - digits.length;
        System.arraycopy(digits, 0, path, start, digits.length);
        return start;
    }

    /**
     * Reads the file NUMBER/NAME, of less than {@link Scratch#BYTES} bytes, into {@link Scratch#bytes}.
     *
     * @param folder its descriptor
     * @param number unsigned
     * @return the number of bytes, or the negative errno: EFBIG where it is longer
     */
    public static int read(int folder, long number, FileName name) {
        int fd = Sys.openAt(folder, path(number, name));
        if (fd < 0) {
            return fd;
        }
        try {
            return readWhole(fd);
        } finally {
            Sys.close(fd);
        }
    }

    /** One read(2): the kernel gives a file of its own, and the rest of any other, as a whole where there is room. */
    private static int readWhole(int fd) {
        MemorySegment memory = Scratch.bytes();
        int count;
        do {
            count = (int) Sys.read(fd, memory);
        } while (count == -LibC.EINTR());
        return count == Scratch.BYTES ? -LibC.EFBIG() : count;
    }

    /**
     * How many links NUMBER/NAME has: of a folder of the kernel's 2, and one for each folder in it.
     *
     * @param folder its descriptor
     * @param number unsigned
     * @return the count, or the negative errno
     */
    public static int links(int folder, long number, FileName name) {
        int result = FileStatus.read(folder, path(number, name));
        return result < 0 ? result : FileStatus.links();
    }

    /**
     * Lists the folder.
     *
     * @param folder its descriptor, whose offset is left as it is
     * @param reader gets each name but "." and ".."
     * @return 0, or the negative errno
     */
    public static int list(int folder, NameReader reader) {
        // Opened again: the offset of a listing is that of the descriptor, which others may use.
        int fd = Sys.openAt(folder, ITSELF);
        if (fd < 0) {
            return fd;
        }
        try {
            return list(fd, reader, new byte[Scratch.BYTES]);
        } finally {
            Sys.close(fd);
        }
    }

    private static int list(int fd, NameReader reader, byte[] entries) {
        MemorySegment memory = Scratch.bytes();
        int count = Sys.getdents(fd, memory);
        while (count > 0) {
            Scratch.view().get(0, entries, 0, count);
            readNames(entries, count, reader);
            count = Sys.getdents(fd, memory);
        }
        return count;
    }

    private static void readNames(byte[] entries, int count, NameReader reader) {
        ByteBuffer all = ByteBuffer.wrap(entries).order(ByteOrder.nativeOrder());
        int entry = 0;
        while (entry < count) {
            int start = entry + NAME;
            int end = start;
            while (entries[end] != 0) {
                end++;
            }
            if (!isDots(entries, start, end)) {
                reader.entry(entries, start, end - start);
            }
            entry += Short.toUnsignedInt(all.getShort(entry + LENGTH));
        }
    }

    private static boolean isDots(byte[] entries, int start, int end) {
        return entries[start] == '.' && (end - start == 1 || (end - start == 2 && entries[start + 1] == '.'));
    }
}
