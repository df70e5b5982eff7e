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
 * A process that obeys: one command a line on its stdin, one line of answer on its stdout, which is "ok", with what was
 * asked for, or tells an error. It ends at the end of its stdin.
 */
public class CommandedProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    /** Takes over the process. */
    public CommandedProcess(Process process) {
        this.process = process;
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    public final long pid() {
        return process.pid();
    }

    /** Has a command obeyed that asks for nothing. */
    public final void tell(Object... words) throws IOException {
        String answer = ask(words);
        if (!answer.isEmpty()) {
            throw new IOException(line(words) + ": a surprising answer: " + answer);
        }
    }

    /** The answer's one number. */
    public final long number(Object... words) throws IOException {
        return Long.parseLong(ask(words));
    }

    /** The answer without its "ok". */
    public final String ask(Object... words) throws IOException {
        begin(words);
        return answerTo(line(words));
    }

    /** Gives a command whose answer comes later. */
    public final void begin(Object... words) throws IOException {
        commands.write(line(words) + '\n');
        commands.flush();
    }

    private static String line(Object... words) {
        return Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** What follows "ok" in the next answer. */
    public final String answerTo(String command) throws IOException {
        String answer = answers.readLine();
        if (answer == null || !answer.startsWith("ok")) {
            throw new IOException(command + ": " + (answer == null ? "no answer, it has ended" : answer));
        }
        return answer.substring("ok".length()).strip();
    }

    /** Ends it by SIGKILL. */
    public final void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends it, and its children, where that has not happened, and waits: what it held is free then. */
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
