// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.util.Map;

/** The system calls on processes by descriptor. Older C libraries have no functions for them. */
public final class ProcessCalls {
    private static final NativeFunction SYSCALL = NativeFunction.wide("syscall");

    /** The number of this older call differs between architectures. On one that is not listed the call fails with ENOSYS. */
    static final long KCMP = Map.of("amd64", 312L, "aarch64", 272L, "riscv64", 272L)
            .getOrDefault(System.getProperty("os.arch", ""), -1L);

    private static final int KCMP_FILES = 2;

    private ProcessCalls() {}

    /** pidfd_open(2), closed by exec. */
    public static int open(int pid) {
        return call(LibC.SYS_pidfd_open(), pid, 0);
    }

    /** pidfd_getfd(2): a descriptor of this process, closed by exec, for what the other one has as {@code fd}. */
    public static int getFd(int pidfd, int fd) {
        return call(LibC.SYS_pidfd_getfd(), pidfd, fd);
    }

    /**
     * Whether a seccomp filter refuses {@link #getFd}. The kernel itself answers EBADF to this descriptor before it checks any
     * permission.
     */
    public static boolean isGetFdFiltered() {
        return getFd(-1, 0) == -LibC.EPERM();
    }

    /** kcmp(2) of tables of descriptors: 0 where two threads share theirs, more than 0 where they do not. */
    public static int compareFiles(int thread, int other) {
        return (int) SYSCALL.call(KCMP, thread, other, KCMP_FILES, 0, 0);
    }

    private static int call(long number, int first, int second) {
        return SYSCALL.creating(number, first, second);
    }
}
