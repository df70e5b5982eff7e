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
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A function of a C library whose arguments and result are integers and addresses. Each call returns its result, or the
 * negative errno if the result means a failure.
 *
 * <p>All functions share one method handle, so the JVM links and compiles only one. It passes six numbers of 64 bits. Every 64-bit
 * ABI of Linux passes these in registers: a function reads no more arguments than it has, reads of each no more bits than its type
 * has, and gets variable arguments like others.
 *
 * @param code the address of the function
 * @param isWide whether its result has 64 bits; otherwise it has 32
 * @param failure the result that means a failure
 */
record NativeFunction(MemorySegment code, boolean isWide, long failure) {
    /** The memory that receives the errno of a call. */
    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    private static final long ERRNO_OFFSET = CALL_STATE.byteOffset(PathElement.groupElement("errno"));
    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor SIX_NUMBERS =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(2);
    private static final MethodHandle CALL =
            LINKER.downcallHandle(SIX_NUMBERS, VARIADIC, Linker.Option.captureCallState("errno"));

    /** Does not capture errno. Until it is compiled, a handle that does creates an object for each call. */
    private static final MethodHandle CALL_WITHOUT_MEMORY =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), VARIADIC);

    /** After so many calls the JVM generates code for a handle, once, and needs memory for that. */
    private static final int CALLS_UNTIL_CUSTOMIZED = 128;

    static {
        NativeFunction nothing = of("getpagesize");
        for (int i = 0; i < CALLS_UNTIL_CUSTOMIZED; i++) {
            nothing.ending(0, 0, 0);
        }
    }

    /** A function whose result is an int. */
    static NativeFunction of(String name) {
        return new NativeFunction(code(name), false, -1);
    }

    /** A function whose result is an int and that not all C libraries have; null if this one does not have it. */
    static @Nullable NativeFunction find(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .map(code -> new NativeFunction(code, false, -1))
                .orElse(null);
    }

    /** A function whose result is a long or an address. */
    static NativeFunction wide(String name) {
        return new NativeFunction(code(name), true, -1);
    }

    /** A function of another library, whose result is an int. */
    static NativeFunction of(SymbolLookup library, String name) {
        return new NativeFunction(code(library, name), false, -1);
    }

    /** A function of another library, whose result is an address; if it fails, the null pointer. */
    static NativeFunction address(SymbolLookup library, String name) {
        return new NativeFunction(code(library, name), true, 0);
    }

    private static MemorySegment code(String name) {
        return code(LINKER.defaultLookup(), name);
    }

    private static MemorySegment code(SymbolLookup library, String name) {
        return library.find(name).orElseThrow(() -> new UnsatisfiedLinkError("the library has no function " + name));
    }

    /** Returns the address as a number. The caller keeps the memory reachable until the call has returned. */
    static long pointer(MemorySegment memory) {
        if (!memory.isNative() || !memory.scope().isAlive()) {
            throw new IllegalArgumentException("not native memory that is alive, as a system call needs: " + memory);
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

    /**
     * Calls it again for as long as a signal interrupts it (EINTR), or it cannot succeed yet (EAGAIN). If the first call succeeds, it
     * needs no Java memory: it is made without the errno. If that call fails, for whatever reason, another one follows.
     */
    int retryingUntilReady(long a, long b, long c) {
        int first = ending(a, b, c);
        return first == -1 ? repeatingUntilReady(a, b, c) : first;
    }

    private int repeatingUntilReady(long a, long b, long c) {
        int result;
        do {
            result = (int) call(a, b, c, 0, 0, 0);
        } while (result == -LibC.EINTR() || result == -LibC.EAGAIN());
        return result;
    }

    /**
     * Calls a function that ends something. Needs no Java memory.
     *
     * @return the result; -1 if the call failed, without the errno
     */
    int ending(long a, long b, long c) {
        return (int) withoutErrno(a, b, c);
    }

    private long withoutErrno(long a, long b, long c) {
        try {
            long returned = (long) CALL_WITHOUT_MEMORY.invokeExact(code, a, b, c);
            return isWide ? returned : (int) returned;
        } catch (Throwable thrown) {
            throw defect(thrown);
        }
    }

    /**
     * Calls a function that changes nothing when it fails. The first call is made without the errno, which costs less. If it fails,
     * another one follows.
     */
    long querying(long a, long b, long c) {
        long first = withoutErrno(a, b, c);
        return first == failure ? call(a, b, c, 0, 0, 0) : first;
    }

    /** Like {@link #querying}. Calls it again for as long as a signal interrupts it (EINTR). */
    int queryingRetrying(long a, long b, long c) {
        long result;
        do {
            result = querying(a, b, c);
        } while (result == -LibC.EINTR());
        return (int) result;
    }

    /** Like {@link #creating(long, long, long, long, long, long)}, for three arguments and an int result. */
    int creating(long a, long b, long c) {
        return (int) creating(a, b, c, 0, 0, 0);
    }

    /**
     * Calls a function that creates a descriptor or a mapping. The call is repeated while a signal interrupts it, and when it
     * failed for want of room and dropped objects were freed ({@link Reclaim}).
     *
     * <p>After the kernel has created it, no Java error comes until the callers have stored the result, provided that they neither
     * allocate memory nor load a class in between ({@link Headroom}).
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

    private long result(long returned, MemorySegment state) {
        return returned == failure ? -state.get(JAVA_INT, ERRNO_OFFSET) : returned;
    }

    /** Rethrows what a method handle threw. That is a defect of the binding, never an error of the system call. */
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
