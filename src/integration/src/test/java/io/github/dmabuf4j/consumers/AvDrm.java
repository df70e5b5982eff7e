// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.consumers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.support.Checkout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The functions of {@code avdrm.c}, which call FFmpeg: the compiler knows its structures, which differ from version to version. */
final class AvDrm {
    private static final Path SOURCE = Checkout.root().resolve("src/integration/src/test/native/avdrm.c");

    private final SymbolLookup library;

    private AvDrm(SymbolLookup library) {
        this.library = library;
    }

    /** Compiles and loads them. Skips the running test if this machine lacks FFmpeg's headers, or a compiler as arm64 guests do. */
    static AvDrm inOrSkip(Path directory) throws IOException, InterruptedException {
        Path library = directory.resolve("avdrm.so");
        Path output = directory.resolve("compiler");
        ProcessBuilder compiler = new ProcessBuilder(
                        "cc",
                        "-shared",
                        "-fPIC",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-o",
                        library.toString(),
                        SOURCE.toString(),
                        "-lavutil")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        compiler.environment().put("LC_ALL", "C");
        int status = start(compiler).waitFor();
        String messages = Files.readString(output);
        Assumptions.assumeFalse(
                messages.contains("fatal error: libavutil/"),
                "FFmpeg's headers are not installed (Debian: libavutil-dev)");
        if (status != 0) {
            throw new IOException("avdrm.c cannot be compiled: " + messages);
        }
        return new AvDrm(SymbolLookup.libraryLookup(library, Arena.global()));
    }

    private static Process start(ProcessBuilder compiler) {
        try {
            return compiler.start();
        } catch (IOException missing) {
            return Assumptions.abort("no C compiler: " + missing.getMessage());
        }
    }

    private Object call(String name, MemoryLayout result, Object... arguments) {
        MemoryLayout[] types = new MemoryLayout[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = arguments[i] instanceof Integer ? JAVA_INT : ADDRESS;
        }
        FunctionDescriptor type =
                result == null ? FunctionDescriptor.ofVoid(types) : FunctionDescriptor.of(result, types);
        MethodHandle function =
                Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(), type);
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable thrown) {
            throw new AssertionError(name, thrown);
        }
    }

    /** Calls a function that returns 0, or FFmpeg's negative error. */
    private void check(String name, Object... arguments) {
        int error = (int) call(name, JAVA_INT, arguments);
        if (error < 0) {
            throw new AssertionError(name + " returned " + error);
        }
    }

    private MemorySegment pointer(String name, Object... arguments) {
        MemorySegment pointer = (MemorySegment) call(name, ADDRESS, arguments);
        if (pointer.equals(MemorySegment.NULL)) {
            throw new AssertionError(name + " returned NULL");
        }
        return pointer;
    }

    /** Frames of one size and FFmpeg's name of a format, of a graphics device: to be closed. */
    Frames open(Path card, String format, int width, int height) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment frames = arena.allocate(ADDRESS);
            MemorySegment path = arena.allocateFrom(card.toString());
            check("avdrm_open", path, arena.allocateFrom(format), width, height, frames);
            return new Frames(frames.get(ADDRESS, 0));
        }
    }

    /** An {@code AVHWFramesContext}. */
    final class Frames implements AutoCloseable {
        private final MemorySegment address;

        private Frames(MemorySegment address) {
            this.address = address;
        }

        /** An {@code AVFrame} of a descriptor that another owner keeps. FFmpeg calls {@code release} when it no longer uses it. */
        Picture of(MemorySegment descriptor, Runnable release, Arena arena) {
            return new Picture(pointer("avdrm_frame", address, descriptor, upcall(release, arena)));
        }

        /** An {@code AVFrame} of the same buffers that owns its descriptors; with codes of formats, in a layer for each plane. */
        Picture owning(MemorySegment model, MemorySegment formats) {
            return new Picture(pointer("avdrm_own_frame", address, model, formats));
        }

        @Override
        public void close() {
            call("avdrm_close", null, address);
        }
    }

    private static MemorySegment upcall(Runnable release, Arena arena) {
        try {
            MethodHandle run = MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(release);
            MethodHandle callback = MethodHandles.dropArguments(run, 0, MemorySegment.class, MemorySegment.class);
            return Linker.nativeLinker().upcallStub(callback, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS), arena);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("Runnable.run", impossible);
        }
    }

    /** An {@code AVFrame}. */
    final class Picture implements AutoCloseable {
        private final MemorySegment address;

        private Picture(MemorySegment address) {
            this.address = address;
        }

        /** {@code data[0]}. */
        MemorySegment descriptor() {
            return pointer("avdrm_descriptor", address);
        }

        /** What FFmpeg reads in the buffers. */
        byte[] download(int size) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment pixels = arena.allocate(size);
                check("avdrm_download", address, pixels, size);
                return pixels.toArray(JAVA_BYTE);
            }
        }

        /** Has FFmpeg write into the buffers. */
        void upload(byte[] bytes) {
            try (Arena arena = Arena.ofConfined()) {
                check("avdrm_upload", address, arena.allocateFrom(JAVA_BYTE, bytes));
            }
        }

        @Override
        public void close() {
            call("avdrm_free", null, address);
        }
    }
}
