// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/**
 * A regular file by a path that another process chooses, and can change at any time. To open a FIFO waits for its writer, to open a
 * device can do anything, and a file with a lease waits for its holder. So the place is taken first, which opens nothing (O_PATH). If a
 * regular file is there, that one is opened by the descriptor of its place, whatever the path leads to by then. For one thread.
 */
public final class ForeignFile implements AutoCloseable {
    /** O_DIRECTORY and O_NOFOLLOW, which differ between architectures, so that no header can give them. */
    private static final Map<String, Integer> ONLY_DIRECTORY =
            Map.of("amd64", 0x10000, "riscv64", 0x10000, "aarch64", 0x4000);

    private static final Map<String, Integer> NO_LINK = Map.of("amd64", 0x20000, "riscv64", 0x20000, "aarch64", 0x8000);

    private static final int PLACE = LibC.O_PATH() | LibC.O_CLOEXEC();
    private static final int PART_BYTES = 1 << 16;

    private final NamedDescriptor place;
    private final NamedDescriptor content;
    private FileVersion version = new FileVersion(DeviceNumber.NONE, 0, 0, 0, 0);
    private int owner;

    /** None yet. */
    public ForeignFile() {
        place = new NamedDescriptor("the place of a file");
        content = new NamedDescriptor("a file of another process");
    }

    /**
     * Looks where a path leads to. To be called once. Links are followed, as those of procfs must be.
     *
     * @return 0, or the negative errno: EINVAL if no regular file is there
     */
    public int find(String path) {
        return look(place.own(Sys.open(path, PLACE)));
    }

    /**
     * Looks for a name in a directory. To be called once. Neither of the two may be a link.
     *
     * @return 0, or the negative errno: EINVAL if no regular file is there, ENOSYS on an architecture that this class does not know
     */
    public int find(String directory, String name) {
        int noLink = forThisMachine(NO_LINK);
        if (noLink == 0) {
            return -LibC.ENOSYS();
        }
        NamedDescriptor parent = new NamedDescriptor(directory);
        try {
            int opened = parent.own(Sys.open(directory, PLACE | noLink | forThisMachine(ONLY_DIRECTORY)));
            return opened < 0 ? opened : look(place.own(Sys.open(OpenFiles.path(opened) + "/" + name, PLACE | noLink)));
        } finally {
            parent.close();
        }
    }

    private static int forThisMachine(Map<String, Integer> flags) {
        return flags.getOrDefault(System.getProperty("os.arch", ""), 0);
    }

    private int look(int opened) {
        int result = opened < 0 ? opened : FileStatus.read(opened, LibC.STATX_BASIC_STATS());
        if (result < 0) {
            return result;
        }
        version = FileStatus.version();
        owner = FileStatus.owner();
        return FileStatus.type() == FileType.REGULAR ? 0 : -LibC.EINVAL();
    }

    /** What was found: the file as it was then. */
    public FileVersion version() {
        return version;
    }

    /** The number of the user whom it belonged to when it was found. */
    public int owner() {
        return owner;
    }

    /**
     * Opens what was found, for reading. To be called once.
     *
     * @return 0, or the negative errno: EAGAIN if another process has a lease on it
     */
    public int open() {
        int flags = LibC.O_RDONLY() | LibC.O_NONBLOCK() | LibC.O_CLOEXEC();
        return Math.min(0, content.own(Sys.open(OpenFiles.path(place.number()), flags)));
    }

    /**
     * Reads all of it, from the beginning.
     *
     * @return 0, or the negative errno: EFBIG if it has more bytes than {@code largest}, as it can by now
     */
    public int readAll(FileBytes bytes, int largest) {
        return bytes.readAll(content.number(), largest);
    }

    /**
     * Reads a part of it.
     *
     * @return the number of bytes, fewer if the file ends before, or the negative errno
     */
    public int read(long offset, byte[] part) {
        long result = Sys.lseek(content.number(), offset, LibC.SEEK_SET());
        int length = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(PART_BYTES);
            while (result >= 0 && length < part.length) {
                int wanted = Math.min(PART_BYTES, part.length - length);
                int count = Sys.readRetrying(content.number(), memory.asSlice(0, wanted));
                if (count <= 0) {
                    return count < 0 ? count : length;
                }
                MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, part, length, count);
                length += count;
            }
        }
        return result < 0 ? (int) result : length;
    }

    @Override
    public void close() {
        content.close();
        place.close();
    }
}
