// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Runs other programs. */
final class Commands {
    private Commands() {}

    /** Returns the output of a command. Fails if the command fails. */
    static String output(List<String> command) {
        return run(command, ProcessBuilder.Redirect.INHERIT);
    }

    /** Returns the first line of a command's output; empty if the program does not exist or fails. */
    static Optional<String> firstLine(String... command) {
        try {
            return run(List.of(command), ProcessBuilder.Redirect.DISCARD)
                    .lines()
                    .findFirst();
        } catch (FailureException absent) {
            return Optional.empty();
        }
    }

    private static String run(List<String> command, ProcessBuilder.Redirect errors) {
        try {
            Process process = new ProcessBuilder(command).redirectError(errors).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new FailureException(String.join(" ", command) + " failed with exit code " + exitCode);
            }
            return output;
        } catch (IOException | InterruptedException failure) {
            throw new FailureException(command.get(0) + ": " + failure.getMessage(), failure);
        }
    }
}
