// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * What one read of a file of procfs or sysfs gave: its text, or the errno. Such files have a page at the most.
 *
 * @param errno 0 where the file could be read
 * @param text empty where it could not
 */
public record SmallFile(int errno, String text) {

    /** Reads a whole file; one of {@link Scratch#BYTES} bytes or more answers EFBIG. */
    public static SmallFile read(String path) {
        int fd = Sys.open(path, LibC.O_RDONLY() | LibC.O_CLOEXEC());
        if (fd < 0) {
            return failed(-fd);
        }
        try {
            return readAll(fd);
        } finally {
            Sys.close(fd);
        }
    }

    private static SmallFile readAll(int fd) {
        MemorySegment memory = Scratch.bytes();
        long length = 0;
        while (length < Scratch.BYTES) {
            MemorySegment rest = memory.asSlice(length);
            long count = Ioctl.retrying(() -> (int) Sys.read(fd, rest));
            if (count < 0) {
                return failed((int) -count);
            }
            if (count == 0) {
                byte[] bytes = memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
                return new SmallFile(0, new String(bytes, StandardCharsets.UTF_8));
            }
            length += count;
        }
        return failed(LibC.EFBIG());
    }

    private static SmallFile failed(int errno) {
        return new SmallFile(errno, "");
    }
}
