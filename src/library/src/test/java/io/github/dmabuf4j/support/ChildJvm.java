// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child JVM with the class path of the tests, for programs that would end or starve the JVM of the tests. */
public final class ChildJvm {
    /** For each byte of this value that a program writes, it receives one on its standard input: an event from outside. */
    public static final int QUESTION = '?';

    /** Options of a JVM that starts fast and takes little memory. */
    public static final List<String> SMALL = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final long HANGS_AFTER_SECONDS = 120;

    private ChildJvm() {}

    /** Runs a program and returns its standard output. Its standard error output goes to that of the tests. */
    public static String run(Class<?> program, String... options) throws IOException, InterruptedException {
        return run(command(program, List.of(options)));
    }

    /** The same for a command that starts a JVM. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Background<String> output = Background.of(() -> text(process));
        try {
            if (!process.waitFor(HANGS_AFTER_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("it hangs: " + command);
            }
            return output.result();
        } catch (InterruptedException | IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Returns the command that starts a JVM like this one with further options and runs a program with arguments. */
    public static List<String> command(Class<?> program, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(options);
        command.addAll(List.of("-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", classPath(), program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The program that starts a JVM like this one. */
    public static String java() {
        return tool("java");
    }

    /** A program of the JDK that the tests run with. */
    public static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** The class path of the tests. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Returns the output without the questions, and answers each of these at once. */
    private static String text(Process process) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (InputStream output = process.getInputStream();
                OutputStream answers = process.getOutputStream()) {
            for (int next = output.read(); next >= 0; next = output.read()) {
                if (next == QUESTION) {
                    answers.write(QUESTION);
                    answers.flush();
                } else {
                    text.write(next);
                }
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
