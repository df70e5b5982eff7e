// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * The text of a file, or the target of a symbolic link, of procfs, sysfs or debugfs, or the errno.
 *
 * @param errno 0 if it was read
 * @param text empty if it was not read
 */
public record KernelFile(int errno, String text) {
    /** Reads a whole small file. The errno is EFBIG if it has {@link Scratch#BYTES} bytes or more. */
    public static KernelFile read(String path) {
        return read(path, Scratch.BYTES - 1);
    }

    /** Reads a whole file of up to 1 GiB. The errno is EFBIG if it is longer. */
    public static KernelFile readAll(String path) {
        return read(path, FileBytes.LARGEST);
    }

    /** Reads a whole file whose size other programs choose. The errno is EFBIG if it has more bytes than {@code largest}. */
    public static KernelFile readAll(String path, int largest) {
        return read(path, largest);
    }

    private static KernelFile read(String path, int largest) {
        int fd = Sys.open(path, LibC.O_RDONLY() | LibC.O_CLOEXEC());
        if (fd < 0) {
            return failed(-fd);
        }
        try {
            return read(fd, largest);
        } finally {
            Sys.close(fd);
        }
    }

    private static KernelFile read(int fd, int largest) {
        FileBytes file = new FileBytes();
        return of(file.readAll(fd, largest), file);
    }

    /**
     * What a reading gave.
     *
     * @param result 0, or a negative errno
     */
    static KernelFile of(int result, FileBytes file) {
        return result < 0 ? failed(-result) : new KernelFile(0, file.text());
    }

    /** Reads the target of a symbolic link. The link is not followed. */
    public static KernelFile link(String path) {
        Optional<byte[]> name = KernelText.tryEncode(path);
        if (name.isEmpty()) {
            return failed(LibC.ENOENT());
        }
        return ofLink(Sys.readlink(string(name.get()), Scratch.bytes()));
    }

    /**
     * What the last readlink(2) of this thread gave, which read into {@link Scratch#bytes}.
     *
     * @param result its result: the number of bytes, or a negative errno
     */
    static KernelFile ofLink(int result) {
        if (result < 0) {
            return failed(-result);
        }
        byte[] text = Scratch.bytes().asSlice(0, result).toArray(ValueLayout.JAVA_BYTE);
        return new KernelFile(0, KernelText.decode(text));
    }

    /** A C string outside of the scratch memory that takes the result. */
    private static MemorySegment string(byte[] text) {
        return Scratch.isShort(text) ? Scratch.string(text) : KernelText.string(text, Arena.ofAuto());
    }

    /** Whether it was read. */
    public boolean isRead() {
        return errno == 0;
    }

    static KernelFile failed(int errno) {
        return new KernelFile(errno, "");
    }
}
