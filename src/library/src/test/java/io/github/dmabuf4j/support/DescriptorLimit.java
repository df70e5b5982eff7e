// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/** Lowers the limit of open descriptors of this process until it is closed. */
public final class DescriptorLimit implements AutoCloseable {
    private static final int RLIMIT_NOFILE = 7;
    private static final MethodHandle GETRLIMIT = handle("getrlimit");
    private static final MethodHandle SETRLIMIT = handle("setrlimit");

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment original = arena.allocate(JAVA_LONG, 2);

    /** Descriptors that take the free numbers below the limit. */
    private final Deque<Integer> fillers = new ArrayDeque<>();

    private DescriptorLimit() {}

    private static MethodHandle handle(String function) {
        return Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().find(function).orElseThrow(),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    }

    /** Lowers the limit so that exactly this many more descriptors can be opened. */
    public static DescriptorLimit leaving(int more) throws IOException {
        loadWhatFailuresNeed();
        DescriptorLimit limit = new DescriptorLimit();
        limit.lower(more);
        limit.fill();
        for (int i = 0; i < more; i++) {
            Sys.close(limit.fillers.pop());
        }
        return limit;
    }

    /** Loading a class that is not in a jar takes a descriptor. A class that failed to load once can never be loaded. */
    private static void loadWhatFailuresNeed() throws IOException {
        String message = new DmaBufException("open", "a\u0001file", LibC.EMFILE()).getMessage();
        if (message == null || !message.contains("EMFILE")) {
            throw new IOException("unexpected message: " + message);
        }
    }

    private void lower(int more) throws IOException {
        call(GETRLIMIT, original);
        MemorySegment lowered = arena.allocate(JAVA_LONG, 2).copyFrom(original);
        lowered.set(JAVA_LONG, 0, Collections.max(OpenFiles.ofThisProcess().keySet()) + 1L + more);
        call(SETRLIMIT, lowered);
    }

    private void fill() {
        for (int filler = filler(); filler >= 0; filler = filler()) {
            fillers.push(filler);
        }
    }

    /** Duplicates stdout, by a call that does not trigger a garbage collection when no descriptor is left. */
    private static int filler() {
        return Sys.fcntl(1, LibC.F_DUPFD_CLOEXEC(), 0);
    }

    @Override
    public void close() {
        fillers.forEach(Sys::close);
        call(SETRLIMIT, original);
        arena.close();
    }

    private static void call(MethodHandle function, MemorySegment limits) {
        try {
            int result = (int) function.invokeExact(RLIMIT_NOFILE, limits);
            if (result != 0) {
                throw new IllegalStateException("a resource limit cannot be read or set");
            }
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable defect) {
            throw new AssertionError(defect);
        }
    }
}
