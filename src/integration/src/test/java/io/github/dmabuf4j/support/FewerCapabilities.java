// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;

/** Runs code of a test without some capabilities. */
public final class FewerCapabilities {
    /** The numbers of capabilities. */
    public static final int SYS_ADMIN = 21;

    public static final int PERFMON = 38;
    public static final int BPF = 39;

    /** Two sets of 32 bits each. */
    private static final int VERSION = 0x20080522;

    private static final int WORDS = 2;
    private static final int SETS = 3;

    private static final MethodHandle CAPGET = handle("capget");
    private static final MethodHandle CAPSET = handle("capset");

    private FewerCapabilities() {}

    private static MethodHandle handle(String function) {
        return Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().find(function).orElseThrow(),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    }

    /** Calls {@code body} in a thread whose effective set lacks these. Returns its result or throws its exception. */
    public static <T> T call(Callable<T> body, int... dropped) throws Exception {
        return Background.of(() -> {
                    drop(dropped);
                    return body.call();
                })
                .result();
    }

    private static void drop(int... dropped) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(JAVA_INT, 2);
            header.set(JAVA_INT, 0, VERSION);
            // The effective, the permitted and the inheritable set of the first 32 capabilities, and the same of the
            // others.
            MemorySegment sets = arena.allocate(JAVA_INT, WORDS * SETS);
            call(CAPGET, header, sets);
            for (int capability : dropped) {
                int word = capability / Integer.SIZE * SETS;
                int bit = 1 << capability % Integer.SIZE;
                sets.setAtIndex(JAVA_INT, word, sets.getAtIndex(JAVA_INT, word) & ~bit);
            }
            call(CAPSET, header, sets);
        }
    }

    private static void call(MethodHandle function, MemorySegment header, MemorySegment sets) {
        try {
            int result = (int) function.invokeExact(header, sets);
            if (result != 0) {
                throw new IllegalStateException("the capabilities of a thread cannot be read or set");
            }
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable defect) {
            throw new AssertionError(defect);
        }
    }
}
