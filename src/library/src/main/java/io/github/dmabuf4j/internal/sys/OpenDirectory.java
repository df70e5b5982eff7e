// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Files below an open directory, in subdirectories that have numbers: read with the fewest system calls, and without making a
 * path in Java's memory.
 */
public final class OpenDirectory {
    /** What getdents64(2) gives, by hand for the reason of {@link FileStatus}. */
    static final int LENGTH = 16;

    static final int NAME = 19;

    private static final MemorySegment ITSELF = Arena.global().allocateFrom(".");

    private OpenDirectory() {}

    /** Reads the name of an entry, as bytes of an array. */
    @FunctionalInterface
    public interface NameReader {
        /** One entry; the array is the reader's for the length of the call only. */
        void entry(byte[] bytes, int offset, int length);
    }

    /** The name of a file in each numbered directory. */
    public static final class FileName {
        private final String text;
        private final long[] words;

        private FileName(String text) {
            this.text = text;
            this.words = NumberedPath.words(text);
        }

        /** With a slash before it; of at most 30 bytes. */
        public static FileName of(String name) {
            return new FileName("/" + name);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static long path(long number, FileName name) {
        return Scratch.path().of(number, name.words);
    }

    /**
     * Opens the file NUMBER/NAME.
     *
     * @param directory its descriptor
     * @param number unsigned
     * @return a descriptor for the caller to close, or the negative errno
     */
    public static int open(int directory, long number, FileName name) {
        return Sys.openAt(directory, path(number, name));
    }

    /**
     * Reads the rest of a file, of less than {@link Scratch#BYTES} bytes, into {@link Scratch#view}, with a word of zeros after
     * it.
     *
     * @return the number of bytes, or the negative errno: EFBIG where it is longer
     */
    public static int read(int fd) {
        // One read(2): the kernel gives a file of its own, and the rest of any other, as a whole where there is room.
        int count = Sys.readRetrying(fd, Scratch.bytes());
        if (count == Scratch.BYTES) {
            return -LibC.EFBIG();
        }
        if (count >= 0) {
            Scratch.view().putLong(count, 0);
        }
        return count;
    }

    /** Opens NUMBER/NAME, reads it like {@link #read(int)}, and closes it. */
    public static int read(int directory, long number, FileName name) {
        int fd = open(directory, number, name);
        if (fd < 0) {
            return fd;
        }
        try {
            return read(fd);
        } finally {
            Sys.close(fd);
        }
    }

    /**
     * Closes two descriptors of the caller's: neighbours, as the kernel mostly gives them, by one call.
     *
     * @param second may be negative: none
     */
    public static void close(int first, int second) {
        if (second < 0) {
            Sys.close(first);
        } else if (second == first + 1) {
            Sys.closeRange(first, second);
        } else {
            Sys.close(first);
            Sys.close(second);
        }
    }

    /**
     * How many links NUMBER/NAME has: of a directory of the kernel's 2, and one for each directory in it.
     *
     * @param directory its descriptor
     * @param number unsigned
     * @return the count, or the negative errno
     */
    public static int links(int directory, long number, FileName name) {
        int result = FileStatus.read(directory, path(number, name));
        return result < 0 ? result : FileStatus.links();
    }

    /**
     * Lists the directory.
     *
     * @param directory its descriptor, whose offset is left as it is
     * @param reader gets each name but "." and ".."
     * @return 0, or the negative errno
     */
    public static int list(int directory, NameReader reader) {
        // Opened again: the offset of a listing is that of the descriptor, which others may use.
        return listAndClose(Sys.openAt(directory, ITSELF.address()), reader);
    }

    /**
     * Lists a directory by its path.
     *
     * @param reader gets each name but "." and ".."
     * @return 0, or the negative errno
     */
    static int list(String path, NameReader reader) {
        return listAndClose(Sys.open(path, LibC.O_RDONLY() | LibC.O_CLOEXEC()), reader);
    }

    private static int listAndClose(int fd, NameReader reader) {
        if (fd < 0) {
            return fd;
        }
        try {
            return listRest(fd, reader);
        } finally {
            Sys.close(fd);
        }
    }

    private static int listRest(int fd, NameReader reader) {
        byte[] entries = new byte[Scratch.BYTES];
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
