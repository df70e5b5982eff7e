// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A process of the C program, which does an operation for a while at each turn. It ends with this JVM. */
final class PeerProcess {
    private static final String ANY_FILE = "/dev/null";

    private final List<String> command;
    private final List<Closeable> fillers;
    private final Process process;
    private final BufferedReader answers;

    PeerProcess(List<String> command) {
        this.command = command;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            // Starting the process left gaps in the descriptor numbers. Without gaps, files that are opened together
            // have
            // neighbouring numbers, as in C.
            fillers = List.of(new FileInputStream(ANY_FILE), new FileInputStream(ANY_FILE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Lets the program take a turn. Returns the nanoseconds per operation. */
    double turn() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new FailureException(String.join(" ", command) + " failed with exit code " + process.waitFor());
            }
            return Double.parseDouble(answer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new FailureException("interrupted", failure);
        }
    }
}
