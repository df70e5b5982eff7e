// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The C program, which does an operation for a while whenever it is its turn. It ends with this JVM, as its input does. */
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
            // Its ends of the two pipes have left gaps here. In C, too, files opened together are neighbours.
            fillers = List.of(new FileInputStream(ANY_FILE), new FileInputStream(ANY_FILE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Nanoseconds for each operation. */
    double turn() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new FailureException(String.join(" ", command) + " ended with " + process.waitFor());
            }
            return Double.parseDouble(answer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new FailureException("interrupted", failure);
        }
    }
}
