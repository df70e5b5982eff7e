// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Counts the system calls of this thread, by {@code src/test/native/count_calls.c}. The number is exact. */
public final class SystemCalls {
    private static final int BEGIN = 1;
    private static final int END = 2;

    /** Runs until all classes are loaded. */
    private static final int WARM_UP = 50;

    private static final int RUNS = 3;

    private SystemCalls() {}

    /** The operation whose calls are counted. */
    @FunctionalInterface
    public interface Operation {
        void run() throws Exception;
    }

    /** Returns the calls of one run: the minimum of some runs, because the JVM sometimes makes calls too. */
    public static long of(Operation operation) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            operation.run();
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            least = Math.min(least, ofOneRun(operation));
        }
        return least;
    }

    private static long ofOneRun(Operation operation) throws Exception {
        Process tracer = start();
        try (BufferedReader answers = tracer.inputReader(StandardCharsets.UTF_8)) {
            expect("ready", answers.readLine());
            mark(BEGIN);
            operation.run();
            mark(END);
            String total = expect("total ", answers.readLine());
            return Long.parseLong(total.substring("total ".length()));
        } finally {
            tracer.destroy();
            tracer.waitFor();
            tracer.getOutputStream().close();
        }
    }

    private static Process start() throws IOException {
        String task = Path.of("/proc/thread-self").toRealPath().getFileName().toString();
        return new ProcessBuilder(NativeProgram.of("count_calls").toString(), task)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String expect(String start, String line) throws IOException {
        if (line == null || !line.startsWith(start)) {
            throw new IOException("the tracer printed " + line + ", not " + start);
        }
        return line;
    }

    private static void mark(int number) {
        Sys.lseek(-1, number, LibC.SEEK_SET());
    }
}
