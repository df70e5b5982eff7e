// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;

/** The system calls on processes by descriptor, which older C libraries have no functions for. */
public final class ProcessCalls {
    private static final NativeFunction SYSCALL = NativeFunction.wide("syscall");

    private ProcessCalls() {}

    /** pidfd_open(2), closed by exec. */
    public static int open(int pid) {
        return call(LibC.SYS_pidfd_open(), pid, 0);
    }

    /** pidfd_getfd(2): a descriptor of this process, closed by exec, for what the other one has as {@code fd}. */
    public static int getFd(int pidfd, int fd) {
        return call(LibC.SYS_pidfd_getfd(), pidfd, fd);
    }

    private static int call(long number, int first, int second) {
        return SYSCALL.call(number, first, second);
    }
}
