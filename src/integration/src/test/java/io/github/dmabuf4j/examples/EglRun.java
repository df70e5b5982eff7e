// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dmabuf4j.examples.egl.Main;
import io.github.dmabuf4j.support.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of the EGL example, usually in a JVM of its own: the libraries of Mesa are chosen before a JVM starts, and are never unloaded.
 *
 * @param exitCode the exit code
 * @param out the lines of stdout
 * @param err the text of stderr
 */
record EglRun(int exitCode, List<String> out, String err) {

    /** Runs the example in this JVM, which then must not get as far as the libraries. */
    static EglRun inThisJvm(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
        return new EglRun(exitCode, out.toString(UTF_8).lines().toList(), err.toString(UTF_8));
    }

    /** Runs the example. The words precede the command of the JVM. */
    static EglRun of(Path directory, List<String> words, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(ChildJvm.SMALL);
        all.add("-Djava.awt.headless=true");
        all.addAll(options);
        List<String> command = new ArrayList<>(words);
        command.addAll(ChildJvm.command(Main.class, all, arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            int exitCode = process.waitFor();
            return new EglRun(exitCode, Files.readAllLines(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }
}
