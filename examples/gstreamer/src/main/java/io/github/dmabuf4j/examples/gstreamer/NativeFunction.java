// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Collections;

/**
 * A function of a C library whose arguments and result are integers and addresses. All share one method handle, which passes eight
 * numbers of 64 bits: see docs/adr/0001-one-native-handle.md. Those that a function does not have, it does not read.
 *
 * @param code the address of the function
 */
record NativeFunction(MemorySegment code) {
    private static final int ARGUMENTS = 8;
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.of(
                    JAVA_LONG, Collections.nCopies(ARGUMENTS, JAVA_LONG).toArray(MemoryLayout[]::new)));

    static NativeFunction of(SymbolLookup library, String name) {
        return new NativeFunction(
                library.find(name).orElseThrow(() -> new UnsatisfiedLinkError("the library has no function " + name)));
    }

    /** Calls it. The result is an address, or a number of 64 bits. */
    long call(long... arguments) {
        long[] all = Arrays.copyOf(arguments, ARGUMENTS);
        try {
            return (long) CALL.invokeExact(code, all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7]);
        } catch (Throwable thrown) {
            throw new IllegalStateException("a native call failed in Java", thrown);
        }
    }

    /** Calls it. The result is an int. */
    int callInt(long... arguments) {
        return (int) call(arguments);
    }

    /** Calls it. The result is a gboolean. */
    boolean test(long... arguments) {
        return callInt(arguments) != 0;
    }
}
