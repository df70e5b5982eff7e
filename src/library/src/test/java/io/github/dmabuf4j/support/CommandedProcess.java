// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process that executes commands. It reads one command per line from stdin and writes one answer line to stdout: "ok" with the
 * result, or an error. It ends at the end of stdin.
 */
public class CommandedProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    /** Takes ownership of the process. */
    public CommandedProcess(Process process) {
        this.process = process;
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    public final long pid() {
        return process.pid();
    }

    /** Executes a command without a result. */
    public final void tell(Object... words) throws IOException {
        String answer = ask(words);
        if (!answer.isEmpty()) {
            throw new IOException(line(words) + ": unexpected answer: " + answer);
        }
    }

    /** Executes a command and returns the number in its answer. */
    public final long number(Object... words) throws IOException {
        return Long.parseLong(ask(words));
    }

    /** Executes a command and returns its answer without "ok". */
    public final String ask(Object... words) throws IOException {
        begin(words);
        return answerTo(line(words));
    }

    /** Sends a command whose answer comes later. */
    public final void begin(Object... words) throws IOException {
        commands.write(line(words) + '\n');
        commands.flush();
    }

    private static String line(Object... words) {
        return Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Returns the next answer without "ok". */
    public final String answerTo(String command) throws IOException {
        String answer = answers.readLine();
        if (answer == null || !answer.startsWith("ok")) {
            throw new IOException(
                    command + ": " + (answer == null ? "no answer, because the process has ended" : answer));
        }
        return answer.substring("ok".length()).strip();
    }

    /** Ends the process by SIGKILL. */
    public final void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends the process and its children, and waits until everything that they held is free. */
    @Override
    public final void close() throws IOException {
        try (answers) {
            if (process.isAlive()) {
                process.getOutputStream().close();
            }
            awaitEnd();
        } finally {
            process.destroyForcibly();
        }
    }

    final int awaitEnd() throws IOException {
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                throw new IOException(process + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("waiting for " + process);
        }
    }
}
