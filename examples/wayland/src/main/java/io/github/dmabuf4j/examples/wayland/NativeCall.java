// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/** A function of a native library, and the errno of its last call. For one thread. */
final class NativeCall {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private final MethodHandle handle;
    private final MemorySegment state;

    private NativeCall(MethodHandle handle) {
        this.handle = handle;
        this.state = Arena.ofAuto().allocate(STATE);
    }

    static NativeCall of(SymbolLookup library, String name, FunctionDescriptor type) {
        MemorySegment address = library.find(name).orElseThrow(() -> new NoSuchElementException(name));
        Linker.Option errno = Linker.Option.captureCallState("errno");
        return new NativeCall(Linker.nativeLinker().downcallHandle(address, type, errno));
    }

    int integer(Object... arguments) {
        return (int) invoke(arguments);
    }

    MemorySegment pointer(Object... arguments) {
        return (MemorySegment) invoke(arguments);
    }

    void run(Object... arguments) {
        invoke(arguments);
    }

    private Object invoke(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(state));
        all.addAll(Arrays.asList(arguments));
        try {
            return handle.invokeWithArguments(all);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new AssertionError("a native function threw " + impossible, impossible);
        }
    }

    /** The errno of the last call, which counts only if that has failed. */
    int errno() {
        return state.get(ValueLayout.JAVA_INT, ERRNO);
    }
}
