// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;

/**
 * A system call that fails with a chosen errno in one thread, by seccomp. For failures that no input causes. Needs no privilege.
 */
public enum FailingCall {
    BPF(321, 280),
    FSTATFS(138, 44),
    LISTEN(50, 201),
    READLINK(89, 78),
    STATX(332, 291),
    UNLINKAT(263, 35);

    private static final int PR_SET_SECCOMP = 22;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_MODE_FILTER = 2;

    /** Instructions of classic BPF: load a word, compare it and skip, return. */
    private static final short LOAD = 0x20;

    private static final short COMPARE = 0x15;
    private static final short RETURN = 0x06;

    private static final int FAIL = 0x0005_0000;
    private static final int ALLOW = 0x7fff_0000;
    private static final int INSTRUCTION_BYTES = 8;

    private static final MethodHandle PRCTL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("prctl").orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));

    private final int number;

    FailingCall(int onX86, int onArm64) {
        number = System.getProperty("os.arch").equals("amd64") ? onX86 : onArm64;
    }

    /** Calls {@code body} in a thread in which this system call fails. Returns its result or throws its exception. */
    public <T> T with(int errno, Callable<T> body) throws Exception {
        return Background.of(() -> {
                    forbid(errno);
                    return body.call();
                })
                .result();
    }

    private void forbid(int errno) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocate(4L * INSTRUCTION_BYTES, Long.BYTES);
            instruction(filter, 0, LOAD, 0, 0);
            instruction(filter, 1, COMPARE, 1, number);
            instruction(filter, 2, RETURN, 0, FAIL | errno);
            instruction(filter, 3, RETURN, 0, ALLOW);
            MemorySegment program = arena.allocate(2L * Long.BYTES, Long.BYTES);
            program.set(JAVA_SHORT, 0, (short) 4);
            program.set(JAVA_LONG, Long.BYTES, filter.address());
            prctl(PR_SET_NO_NEW_PRIVS, 1, 0);
            prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program.address());
        }
    }

    /** Writes an instruction. A comparison skips this many instructions if the values differ. */
    private static void instruction(MemorySegment filter, int index, short code, int skipped, int value) {
        MemorySegment target = filter.asSlice((long) index * INSTRUCTION_BYTES, INSTRUCTION_BYTES);
        target.set(JAVA_SHORT, 0, code);
        target.set(JAVA_BYTE, 3, (byte) skipped);
        target.set(JAVA_INT, 4, value);
    }

    private static void prctl(int option, long first, long second) {
        try {
            int result = (int) PRCTL.invokeExact(option, first, second, 0L, 0L);
            if (result != 0) {
                throw new IllegalStateException("prctl " + option + " failed: is CONFIG_SECCOMP_FILTER off?");
            }
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable defect) {
            throw new AssertionError(defect);
        }
    }
}
