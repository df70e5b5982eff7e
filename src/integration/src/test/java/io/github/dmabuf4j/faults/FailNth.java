// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * The counter by which the kernel injects one failure into the system calls of the thread that opened it. With the value N, the
 * Nth step that can fail does fail.
 */
final class FailNth implements AutoCloseable {
    private static final String FILE = "/proc/thread-self/fail-nth";

    /** Opened in advance, because the file cannot be rewound, and opening it again could meet the failure. */
    private static final MethodHandle PREAD = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("pread").orElseThrow(),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));

    private static final int MAX_DIGITS = 16;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment text = arena.allocate(MAX_DIGITS);
    private final int fd;

    private FailNth(int fd) {
        this.fd = fd;
    }

    static FailNth ofThisThread() throws IOException {
        int fd = Sys.open(FILE, LibC.O_RDWR() | LibC.O_CLOEXEC());
        if (fd < 0) {
            throw new IOException("cannot open " + FILE + ": errno " + -fd);
        }
        return new FailNth(fd);
    }

    /** Makes the Nth step from now on that can fail do so. */
    void arm(int nth) {
        if (!set(nth)) {
            throw new IllegalStateException("cannot write to " + FILE);
        }
    }

    /**
     * Ends the injection. Reading and writing the counter are steps that can fail too: with 1 left the read fails, and with 2
     * the write after it.
     *
     * @return whether the failure was injected before
     */
    boolean disarm() {
        boolean injected = counter() == 0;
        while (!set(0)) {
            Thread.onSpinWait();
        }
        return injected;
    }

    private boolean set(int number) {
        byte[] digits = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
        text.asSlice(0, digits.length).copyFrom(MemorySegment.ofArray(digits));
        return Sys.write(fd, text.asSlice(0, digits.length)) == digits.length;
    }

    private long counter() {
        try {
            long read = (long) PREAD.invokeExact(fd, text, text.byteSize(), 0L);
            return read <= 0 ? 1 : number((int) read);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new AssertionError(thrown);
        }
    }

    private long number(int bytes) {
        byte[] digits = text.asSlice(0, bytes).toArray(JAVA_BYTE);
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII).strip());
    }

    @Override
    public void close() {
        Sys.close(fd);
        arena.close();
    }
}
