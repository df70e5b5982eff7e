// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads files in the numbered subdirectories of an open directory, with the fewest system calls, and without making a path in
 * Java memory.
 */
public final class OpenDirectory {
    /** Offsets in an entry of getdents64(2), written by hand for the reason that {@link FileStatus} gives. */
    static final int LENGTH = 16;

    static final int NAME = 19;

    private static final MemorySegment ITSELF = Arena.global().allocateFrom(".");

    /** The first bytes of a link's target, which {@link #linkStartsWith} compares. */
    private static final int LINK_BYTES = Long.BYTES;

    private OpenDirectory() {}

    /** Takes the names of a listing. */
    @FunctionalInterface
    public interface NameReader {
        /** Takes one name, as bytes of an array that the caller uses again after the call. */
        void entry(byte[] bytes, int offset, int length);
    }

    /** The name of a file that each numbered subdirectory has. */
    public static final class FileName {
        /** For a file whose own name is the number. */
        public static final FileName NONE = new FileName("");

        private final String text;
        private final long[] words;

        private FileName(String text) {
            this.text = text;
            this.words = NumberedPath.words(text);
        }

        /** A file name of at most 30 bytes. */
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
     * Opens the file or directory NUMBER/NAME, for reading.
     *
     * @param directory its descriptor
     * @param number unsigned
     * @return a descriptor for the caller to close, or the negative errno
     */
    public static int open(int directory, long number, FileName name) {
        return Sys.openAt(directory, path(number, name));
    }

    /**
     * Reads the rest of a file into {@link Scratch#view}, and writes a word of zeros after it.
     *
     * @return the number of bytes, or the negative errno: EFBIG if it has {@link Scratch#BYTES} bytes or more
     */
    public static int read(int fd) {
        // One read(2) suffices: the kernel returns all of the rest that there is room for.
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
     * Closes two descriptors. One call closes both if their numbers are neighbours, which they mostly are.
     *
     * @param second a descriptor, or a negative number for none
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
     * Returns the number of links of NUMBER/NAME. A directory of sysfs has 2, and one for each directory in it.
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
     * Reads the status of the file NUMBER, or of the file that the link NUMBER leads to, into {@link FileStatus}.
     *
     * @param directory its descriptor
     * @return 0, or the negative errno
     */
    public static int status(int directory, long number) {
        return FileStatus.read(directory, path(number, FileName.NONE));
    }

    /**
     * Compares the target of the link NUMBER with a text of 8 bytes. The link is not followed.
     *
     * @param directory the directory of the link
     * @param start the text, in the machine's byte order
     * @return 1 if the target begins with the text, 0 if it does not, or the negative errno
     */
    public static int linkStartsWith(int directory, long number, long start) {
        // The kernel cuts off what there is no room for.
        int length = Sys.readLinkAt(directory, path(number, FileName.NONE), Scratch.bytes(), LINK_BYTES);
        if (length < 0) {
            return length;
        }
        return length == LINK_BYTES && Scratch.view().getLong(0) == start ? 1 : 0;
    }

    /**
     * Lists a directory.
     *
     * @param directory its descriptor; its offset does not change
     * @param reader gets each name but "." and ".."
     * @return 0, or the negative errno
     */
    public static int list(int directory, NameReader reader) {
        // Opened again, since the offset of a listing is that of the descriptor, which others may use.
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

    /**
     * Lists the rest of a directory, by a descriptor that nobody else uses.
     *
     * @param reader gets each name but "." and ".."
     * @return 0, or the negative errno
     */
    public static int listRest(int fd, NameReader reader) {
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
