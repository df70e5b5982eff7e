// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Other programs. */
final class Commands {
    private Commands() {}

    /** What it prints; its failure is ours. */
    static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            check(command, process.waitFor());
            return output;
        } catch (IOException | InterruptedException failure) {
            throw new FailureException(command.get(0) + ": " + failure.getMessage(), failure);
        }
    }

    private static void check(List<String> command, int exitCode) {
        if (exitCode != 0) {
            throw new FailureException(String.join(" ", command) + " ended with " + exitCode);
        }
    }

    /** Empty where there is no such program, or it fails. */
    static Optional<String> firstLine(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output.lines().findFirst() : Optional.empty();
        } catch (IOException | InterruptedException absent) {
            return Optional.empty();
        }
    }
}
