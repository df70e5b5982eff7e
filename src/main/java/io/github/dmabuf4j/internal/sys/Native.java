// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/** The one home of the linker: makes handles of libc functions and reads the errno they leave. */
final class Native {
    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final long ERRNO_OFFSET = CALL_STATE.byteOffset(PathElement.groupElement("errno"));

    private Native() {}

    /** A handle whose first argument is a segment of {@link #CALL_STATE}, which takes the errno of the call. */
    static MethodHandle withErrno(String function, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(address(function), descriptor, capturingErrno(options));
    }

    /** Like the above, for any function: its address comes first. */
    static MethodHandle withErrno(FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(descriptor, capturingErrno(options));
    }

    private static Linker.Option[] capturingErrno(Linker.Option... options) {
        Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = CAPTURE_ERRNO;
        return all;
    }

    /** A handle of a function whose errno nobody needs. */
    static MethodHandle plain(String function, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(address(function), descriptor);
    }

    /** Empty where the C library has no such function. */
    static Optional<MemorySegment> find(String function) {
        return LINKER.defaultLookup().find(function);
    }

    /** Where the C library has a function. */
    static MemorySegment address(String function) {
        return find(function).orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + function));
    }

    /** What a function returned, or the negative errno where that was -1. */
    static int result(int returned, MemorySegment callState) {
        return returned == -1 ? -errno(callState) : returned;
    }

    /** What a function returned, or the negative errno where that was -1. */
    static long result(long returned, MemorySegment callState) {
        return returned == -1 ? -errno(callState) : returned;
    }

    private static int errno(MemorySegment callState) {
        return callState.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }

    /** What a method handle threw: a defect of the binding, never an error of the system call. */
    static RuntimeException defect(Throwable thrown) {
        if (thrown instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a native call threw a checked exception", thrown);
    }
}
