// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenDirectory.FileName;
import java.util.Arrays;

/** The bytes of a file of procfs, sysfs or debugfs, in an array that is used again for the next file. For one thread at a time. */
public final class FileBytes {
    /** The longest file that is read. A statistics file has about a hundred bytes for each buffer. */
    static final int LARGEST = 1 << 30;

    private byte[] bytes = new byte[Scratch.BYTES];
    private int length;

    /** Returns the array. The file takes its first bytes; what follows is left from another file. */
    public byte[] array() {
        return bytes;
    }

    /** Returns how many bytes the file has. */
    public int length() {
        return length;
    }

    /** Returns all bytes as text. */
    String text() {
        return KernelText.decode(bytes, 0, length);
    }

    /** Reads the rest of a file. Returns 0, or the negative errno: EFBIG if it has more than 1 GiB. */
    public int readAll(int fd) {
        return readAll(fd, LARGEST);
    }

    /**
     * Reads the file NUMBER/NAME, which the kernel writes as one record: a read that leaves room is the last.
     *
     * @param directory the open directory
     * @param number unsigned
     * @return 0, or the negative errno: EFBIG if it has more than 1 GiB
     */
    public int readRecord(int directory, long number, FileName name) {
        int fd = OpenDirectory.open(directory, number, name);
        if (fd < 0) {
            return fd;
        }
        try {
            return read(fd, LARGEST, true);
        } finally {
            Sys.close(fd);
        }
    }

    /** Reads the rest of a file. Returns 0, or the negative errno: EFBIG if it has more bytes than {@code largest}. */
    int readAll(int fd, int largest) {
        return read(fd, largest, false);
    }

    private int read(int fd, int largest, boolean isRecord) {
        length = 0;
        int count;
        do {
            count = Sys.readRetrying(fd, Scratch.bytes());
            if (count < 0) {
                return count;
            }
            if (count > largest - length) {
                return -LibC.EFBIG();
            }
            append(count);
        } while (count == Scratch.BYTES || (count > 0 && !isRecord));
        return 0;
    }

    private void append(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        Scratch.view().get(0, bytes, length, count);
        length += count;
    }
}
