// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.dirent;
import io.github.dmabuf4j.internal.gen.statx;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Files below an open folder, in sub-folders that have numbers: read with the fewest system calls, and without making a
 * path in Java's memory.
 */
public final class OpenFolder {
    /** The longest decimal number of 64 bits, a slash, and the NUL. */
    private static final int MOST_DIGITS = 20;

    private static final long NAME = dirent.d_name$offset();
    private static final long LENGTH = dirent.d_reclen$offset();
    private static final MemorySegment ITSELF = Arena.global().allocateFrom(".");

    private OpenFolder() {}

    /** Reads the name of an entry, as bytes of an array. */
    @FunctionalInterface
    public interface NameReader {
        /** One entry; the array is the reader's for the length of the call only. */
        void entry(byte[] bytes, int offset, int length);
    }

    /** The name of a file in each numbered folder. */
    public record FileName(MemorySegment bytes) {
        /** In memory that is never freed. */
        public static FileName of(String name) {
            return new FileName(Arena.global().allocateFrom("/" + name));
        }

        @Override
        public String toString() {
            return bytes.getString(0);
        }
    }

    /** NUMBER/NAME in the argument memory of the thread. */
    private static MemorySegment path(long number, FileName name) {
        MemorySegment memory = Scratch.argument();
        int start = number >= 0 ? writeDigits(memory, number) : writeText(memory, number);
        MemorySegment.copy(name.bytes(), 0, memory, MOST_DIGITS, name.bytes().byteSize());
        return memory.asSlice(start);
    }

    /** Backwards, so that the last digit is before the name. */
    private static int writeDigits(MemorySegment memory, long number) {
        int start = MOST_DIGITS;
        long rest = number;
        do {
            start--;
            memory.set(JAVA_BYTE, start, (byte) ('0' + rest % 10));
            rest /= 10;
        } while (rest != 0);
        return start;
    }

    private static int writeText(MemorySegment memory, long number) {
        byte[] digits = Long.toUnsignedString(number).getBytes(StandardCharsets.US_ASCII);
        int start = MOST_DIGITS - digits.length;
        MemorySegment.copy(digits, 0, memory, JAVA_BYTE, start, digits.length);
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
        int count = Ioctl.retrying(() -> (int) Sys.read(fd, memory));
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
        MemorySegment path = path(number, name);
        MemorySegment stat = Scratch.bytes();
        int result = Sys.statx(folder, path, 0, LibC.STATX_BASIC_STATS(), stat);
        return result < 0 ? result : statx.stx_nlink(stat);
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
            MemorySegment.copy(memory, JAVA_BYTE, 0, entries, 0, count);
            readNames(entries, count, reader);
            count = Sys.getdents(fd, memory);
        }
        return count;
    }

    private static void readNames(byte[] entries, int count, NameReader reader) {
        MemorySegment all = MemorySegment.ofArray(entries);
        int entry = 0;
        while (entry < count) {
            int start = entry + (int) NAME;
            int end = start;
            while (entries[end] != 0) {
                end++;
            }
            if (!isDots(entries, start, end)) {
                reader.entry(entries, start, end - start);
            }
            entry += Short.toUnsignedInt(all.get(JAVA_SHORT_UNALIGNED, entry + LENGTH));
        }
    }

    private static boolean isDots(byte[] entries, int start, int end) {
        return entries[start] == '.' && (end - start == 1 || (end - start == 2 && entries[start + 1] == '.'));
    }
}
