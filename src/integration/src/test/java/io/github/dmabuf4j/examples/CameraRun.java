// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dmabuf4j.examples.camera.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * A run of the camera example in this JVM, with a real second process.
 *
 * @param exitCode the exit code
 * @param lines the lines of stdout
 * @param errors the text of stderr
 */
record CameraRun(int exitCode, List<String> lines, String errors) {

    static CameraRun of(String... arguments) {
        return watched(line -> {}, arguments);
    }

    static CameraRun watched(WatchedOutput.Watcher watcher, String... arguments) {
        WatchedOutput lines = new WatchedOutput(watcher);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitCode = Main.run(new PrintStream(lines, false, UTF_8), new PrintStream(errors, true, UTF_8), arguments);
        return new CameraRun(exitCode, lines.lines(), errors.toString(UTF_8));
    }

    /** Returns the process id at the end of a line. */
    static long pid(String line) {
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }
}
