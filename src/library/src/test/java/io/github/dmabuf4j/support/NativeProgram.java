// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The C programs of the tests: {@code src/test/native/NAME.c}, compiled into {@code target/it-native/MACHINE/NAME}. A guest of
 * another architecture sees the same directory, so there is one for each.
 */
public final class NativeProgram {
    private static final Path MODULE = Checkout.root().resolve("src/library");

    private static final String ARCHITECTURE = System.getProperty("os.arch");

    /** The machine's name in {@code uname -m}. */
    private static final String MACHINE = ARCHITECTURE.equals("amd64") ? "x86_64" : ARCHITECTURE;

    private NativeProgram() {}

    /** Returns the program. Compiles it first if it is missing or older than its source. */
    public static Path of(String name) throws IOException {
        Path sources = MODULE.resolve("src/test/native");
        Path program = MODULE.resolve("target/it-native").resolve(MACHINE).resolve(name);
        if (!isUpToDate(program, sources.resolve(name + ".c"))) {
            compile(sources.resolve("compile"), name);
        }
        return program;
    }

    /** Starts the program. Its standard error output goes to that of this JVM. */
    static Process start(String name) throws IOException {
        return new ProcessBuilder(of(name).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static boolean isUpToDate(Path program, Path source) throws IOException {
        return Files.exists(program)
                && Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) >= 0;
    }

    private static void compile(Path script, String name) throws IOException {
        Process compiler = new ProcessBuilder("bash", script.toString(), name)
                .redirectErrorStream(true)
                .start();
        compiler.getOutputStream().close();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        compiler.getInputStream().close();
        if (exitCode(compiler) != 0) {
            throw new IOException(name + ".c cannot be compiled: " + output);
        }
    }

    /** Waits for the end of a process. Returns its exit code. */
    public static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("waiting for " + process);
        }
    }
}
