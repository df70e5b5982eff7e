// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import io.github.dmabuf4j.support.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Runs a command as a user would, in a folder that is not the project's. */
record HostCommand(Path folder) {
    static final Path ROOT = Checkout.root();

    /** What a command said, and how it ended. */
    record Outcome(int exitCode, String out, String err) {}

    /** Runs a file of the project. */
    Outcome runOfProject(String file, String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of(ROOT.resolve(file).toString()), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    Outcome run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        int exitCode = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Outcome(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
