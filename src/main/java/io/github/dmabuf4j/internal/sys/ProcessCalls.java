// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The system calls on processes by descriptor, which older C libraries have no functions for. */
public final class ProcessCalls {
    private static final MethodHandle SYSCALL = Native.withErrno(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(1));

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
        MemorySegment state = Scratch.callState();
        try {
            return (int) Native.result((long) SYSCALL.invokeExact(state, number, first, second, 0), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }
}
