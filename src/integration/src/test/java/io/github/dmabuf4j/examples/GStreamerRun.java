// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dmabuf4j.examples.gstreamer.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * A run of the GStreamer example in this JVM.
 *
 * @param exitCode the exit code
 * @param lines the lines of stdout
 * @param errors the text of stderr
 */
record GStreamerRun(int exitCode, List<String> lines, String errors) {
    static GStreamerRun of(String... arguments) {
        return watched(line -> {}, arguments);
    }

    static GStreamerRun watched(WatchedOutput.Watcher watcher, String... arguments) {
        WatchedOutput lines = new WatchedOutput(watcher);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitCode = Main.run(new PrintStream(lines, false, UTF_8), new PrintStream(errors, true, UTF_8), arguments);
        return new GStreamerRun(exitCode, lines.lines(), errors.toString(UTF_8));
    }
}
