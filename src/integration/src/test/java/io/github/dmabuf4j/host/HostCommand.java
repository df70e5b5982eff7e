// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import io.github.dmabuf4j.support.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Runs a command as a user would, in a directory outside of the project. */
record HostCommand(Path directory) {
    static final Path ROOT = Checkout.root();

    /** The exit code of a command and its output. Bytes that are not UTF-8 are replaced. */
    record Outcome(int exitCode, String out, String err) {}

    /** Runs a program of the project. */
    Outcome runOfProject(String file, String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of(ROOT.resolve(file).toString()), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    Outcome run(String... command) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        int exitCode = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Outcome(exitCode, text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
