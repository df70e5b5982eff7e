// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A function of the C library that takes and gives integers and addresses. Each call returns its result, or the negative
 * errno where that was -1.
 *
 * <p>All share one handle, which the JVM links, and its compilers compile, once. It passes six numbers of 64 bits in
 * registers, in every ABI of 64 bits that Linux has: a function does not look at more arguments than it has, nor at more
 * of each than its type's bits, and variable arguments are passed like others.
 *
 * @param address where it is
 * @param isWide whether its result has 64 bits, and not 32
 */
record NativeFunction(MemorySegment address, boolean isWide) {
    private static final MethodHandle CALL = Native.withErrno(
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(2));

    /** One that gives an int. */
    static NativeFunction of(String name) {
        return new NativeFunction(Native.address(name), false);
    }

    /** One that gives an int, and that not all C libraries have. */
    static @Nullable NativeFunction find(String name) {
        return Native.find(name)
                .map(address -> new NativeFunction(address, false))
                .orElse(null);
    }

    /** One that gives a long or an address. */
    static NativeFunction wide(String name) {
        return new NativeFunction(Native.address(name), true);
    }

    int call(long a, long b, long c) {
        return (int) call(a, b, c, 0, 0, 0);
    }

    long call(long a, long b, long c, long d, long e, long f) {
        MemorySegment state = Scratch.callState();
        try {
            long returned = (long) CALL.invokeExact(address, state, a, b, c, d, e, f);
            return Native.result(isWide ? returned : (int) returned, state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }
}
