// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The C library by JNA's direct mapping. */
final class JnaDirect {
    static final int O_RDWR = 2;
    static final int O_CLOEXEC = 02000000;

    static {
        Native.register("c");
    }

    private JnaDirect() {}

    static native int open(String path, int flags) throws LastErrorException;

    static native int ioctl(int fd, long request, Pointer argument) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;

    static native int getppid() throws LastErrorException;
}
