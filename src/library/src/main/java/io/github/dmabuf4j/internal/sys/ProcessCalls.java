// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** The system calls on processes by descriptor. Older C libraries have no functions for them. */
public final class ProcessCalls {
    private static final NativeFunction SYSCALL = NativeFunction.wide("syscall");
    private static final NativeFunction KILL = NativeFunction.of("kill");

    /** The same on each architecture that the library is made for. */
    static final int SIGUSR1 = 10;

    /** The number of this older call differs between architectures. On one that is not listed the call fails with ENOSYS. */
    static final long KCMP = Map.of("amd64", 312L, "aarch64", 272L, "riscv64", 272L)
            .getOrDefault(System.getProperty("os.arch", ""), -1L);

    private static final int KCMP_FILES = 2;

    // struct pidfd_info in its first form, written by hand: it is newer than the headers from which the other
    // structures come.
    private static final Ioctl GET_INFO =
            new Ioctl("PIDFD_GET_INFO", 0xc040_ff0bL, MemoryLayout.sequenceLayout(64 / Long.BYTES, JAVA_LONG));

    private static final int EXIT_CODE = 60;

    /** PIDFD_INFO_EXIT. */
    private static final long EXIT = 0x8;

    /** No process ends with this status. */
    public static final int NO_STATUS = -1;

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
     * PIDFD_GET_INFO, since Linux 6.15: how a process has ended, in the form of waitpid(2). The kernel reports it when the parent has
     * waited for the process.
     *
     * @return the status; {@link #NO_STATUS} where the kernel does not report it, or not yet
     */
    public static int exitStatus(int pidfd) {
        MemorySegment info = Scratch.cleared(GET_INFO.argument());
        info.set(JAVA_LONG, 0, EXIT);
        boolean known = GET_INFO.call(pidfd, info) >= 0 && (info.get(JAVA_LONG, 0) & EXIT) != 0;
        return known ? info.get(JAVA_INT, EXIT_CODE) : NO_STATUS;
    }

    /**
     * Whether a seccomp filter refuses {@link #getFd}. The kernel itself answers EBADF to this descriptor before it checks any
     * permission.
     */
    public static boolean isGetFdFiltered() {
        return getFd(-1, 0) == -LibC.EPERM();
    }

    /** kill(2) with SIGUSR1. Returns 0, or the negative errno. */
    public static int sendUserSignal(int pid) {
        return KILL.call(pid, SIGUSR1, 0);
    }

    /**
     * Whether a process has a handler for SIGUSR1, by its status in procfs. Without one the signal would end it.
     *
     * @param status the text of the status
     */
    public static boolean handlesUserSignal(String status) {
        return new FdInfo(status).value("SigCgt").transform(ProcessCalls::hasUserSignal);
    }

    private static boolean hasUserSignal(String mask) {
        // 16 digits; others are not a mask.
        return mask.matches("[0-9a-f]{16}") && (Long.parseUnsignedLong(mask, 16) >>> (SIGUSR1 - 1) & 1) == 1;
    }

    /** kcmp(2) of tables of descriptors: 0 where two threads share theirs, more than 0 where they do not. */
    public static int compareFiles(int thread, int other) {
        return (int) SYSCALL.call(KCMP, thread, other, KCMP_FILES, 0, 0);
    }

    private static int call(long number, int first, int second) {
        return SYSCALL.creating(number, first, second);
    }
}
