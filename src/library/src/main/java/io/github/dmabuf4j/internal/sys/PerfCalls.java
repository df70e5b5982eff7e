// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Map;

/** The system call perf_event_open, for which C libraries have no function. */
public final class PerfCalls {
    private static final NativeFunction SYSCALL = NativeFunction.wide("syscall");

    /** The number of this older call differs between architectures. On one that is not listed the call fails with ENOSYS. */
    private static final long PERF_EVENT_OPEN = Map.of("amd64", 298L, "aarch64", 241L, "riscv64", 241L)
            .getOrDefault(System.getProperty("os.arch", ""), -1L);

    private static final int OF_ALL_PROCESSES = -1;
    private static final int WITHOUT_GROUP = -1;

    /** PERF_FLAG_FD_CLOEXEC. */
    private static final int CLOSED_BY_EXEC = 8;

    private PerfCalls() {}

    /** Memory for the structure of the next call of this thread, filled with zeros. */
    public static MemorySegment attributes(int bytes) {
        return Scratch.argument().asSlice(0, bytes).fill((byte) 0);
    }

    /** perf_event_open(2) for all processes on one processor. Returns a descriptor, or the negative errno. */
    public static int open(MemorySegment attributes, int processor) {
        try {
            return (int) SYSCALL.creating(
                    PERF_EVENT_OPEN,
                    NativeFunction.pointer(attributes),
                    OF_ALL_PROCESSES,
                    processor,
                    WITHOUT_GROUP,
                    CLOSED_BY_EXEC);
        } finally {
            Reference.reachabilityFence(attributes);
        }
    }
}
