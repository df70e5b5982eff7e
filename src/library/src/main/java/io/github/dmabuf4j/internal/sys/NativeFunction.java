// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
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
 * @param code where it is
 * @param isWide whether its result has 64 bits, and not 32
 */
record NativeFunction(MemorySegment code, boolean isWide) {
    /** What takes the errno of a call. */
    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    private static final long ERRNO_OFFSET = CALL_STATE.byteOffset(PathElement.groupElement("errno"));
    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor SIX_NUMBERS =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(2);
    private static final MethodHandle CALL =
            LINKER.downcallHandle(SIX_NUMBERS, VARIADIC, Linker.Option.captureCallState("errno"));

    /** Without errno: where it is not compiled yet, each of the calls above makes an object for that. */
    private static final MethodHandle CALL_WITHOUT_MEMORY = LINKER.downcallHandle(SIX_NUMBERS, VARIADIC);

    /** After so many calls the JVM makes code for a handle, once, and needs memory for it. */
    private static final int CALLS_UNTIL_CUSTOMIZED = 128;

    static {
        NativeFunction nothing = of("getpagesize");
        for (int i = 0; i < CALLS_UNTIL_CUSTOMIZED; i++) {
            nothing.ending(0, 0, 0);
        }
    }

    /** One that gives an int. */
    static NativeFunction of(String name) {
        return new NativeFunction(code(name), false);
    }

    /** One that gives an int, and that not all C libraries have. */
    static @Nullable NativeFunction find(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .map(code -> new NativeFunction(code, false))
                .orElse(null);
    }

    /** One that gives a long or an address. */
    static NativeFunction wide(String name) {
        return new NativeFunction(code(name), true);
    }

    private static MemorySegment code(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
    }

    /** The number of an address; whoever passes it on keeps the memory reachable until the call has returned. */
    static long pointer(MemorySegment memory) {
        if (!memory.isNative() || !memory.scope().isAlive()) {
            throw new IllegalArgumentException("no memory for a system call: " + memory);
        }
        return memory.address();
    }

    /** Calls it again for as long as a signal interrupts it (EINTR). */
    int retrying(long a, long b, long c, long d) {
        int result;
        do {
            result = (int) call(a, b, c, d, 0, 0);
        } while (result == -LibC.EINTR());
        return result;
    }

    /** Calls it again for as long as a signal interrupts it (EINTR), or it cannot succeed yet (EAGAIN). */
    int retryingUntilReady(long a, long b, long c) {
        int result;
        do {
            result = (int) call(a, b, c, 0, 0, 0);
        } while (result == -LibC.EINTR() || result == -LibC.EAGAIN());
        return result;
    }

    /**
     * Calls what ends something, and must not fail for want of Java's memory.
     *
     * @return the result: -1 where it failed, whatever the errno
     */
    int ending(long a, long b, long c) {
        try {
            return (int) (long) CALL_WITHOUT_MEMORY.invokeExact(code, a, b, c, 0L, 0L, 0L);
        } catch (Throwable thrown) {
            throw defect(thrown);
        }
    }

    /** Like {@link #creating(long, long, long, long, long, long)}, for three arguments and an int. */
    int creating(long a, long b, long c) {
        return (int) creating(a, b, c, 0, 0, 0);
    }

    /**
     * Calls what makes a descriptor or a mapping: again for as long as a signal interrupts it, and where there is no room until
     * what was dropped is freed ({@link Reclaim}).
     *
     * <p>Once the kernel has made it, no error comes until the callers have stored the result, provided that they neither
     * allocate nor load a class in between ({@link Headroom}).
     */
    long creating(long a, long b, long c, long d, long e, long f) {
        Headroom.toBegin();
        long freed;
        long result;
        do {
            freed = Reclaim.count();
            result = call(a, b, c, d, e, f);
        } while (result < 0 && (result == -LibC.EINTR() || Reclaim.isWorthAnotherTry(result, freed)));
        return result;
    }

    int call(long a, long b, long c) {
        return (int) call(a, b, c, 0, 0, 0);
    }

    long call(long a, long b, long c, long d, long e, long f) {
        MemorySegment state = Scratch.callState();
        try {
            long returned = (long) CALL.invokeExact(code, state, a, b, c, d, e, f);
            return result(isWide ? returned : (int) returned, state);
        } catch (Throwable thrown) {
            throw defect(thrown);
        }
    }

    private static long result(long returned, MemorySegment state) {
        return returned == -1 ? -state.get(JAVA_INT, ERRNO_OFFSET) : returned;
    }

    /** What a method handle threw: a defect of the binding, never an error of the system call. */
    private static RuntimeException defect(Throwable thrown) {
        if (thrown instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a native call threw a checked exception", thrown);
    }
}
