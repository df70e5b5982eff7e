// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/** What this library would make of a buffer, of another file: for what needs no answer of a buffer's driver. */
public final class FileBuffer {
    private FileBuffer() {}

    /** Takes over the descriptor. */
    public static DmaBuf owning(int fd, long bytes) {
        DmaBuf buffer = DmaBuf.withoutNumber("a test", bytes);
        buffer.own(fd);
        return buffer;
    }
}
