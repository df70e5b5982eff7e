// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dmabuf4j.examples.camera.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of the camera example in this JVM, with a real second process.
 *
 * @param exitCode the exit code
 * @param lines the lines of stdout
 * @param errors the text of stderr
 */
record CameraRun(int exitCode, List<String> lines, String errors) {

    /** Receives each line of stdout. The example waits meanwhile. */
    interface Watcher {
        void saw(String line) throws IOException;
    }

    static CameraRun of(String... arguments) {
        return watched(line -> {}, arguments);
    }

    static CameraRun watched(Watcher watcher, String... arguments) {
        Lines lines = new Lines(watcher);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitCode = Main.run(new PrintStream(lines, false, UTF_8), new PrintStream(errors, true, UTF_8), arguments);
        return new CameraRun(exitCode, lines.all, errors.toString(UTF_8));
    }

    /** Returns the process id at the end of a line. */
    static long pid(String line) {
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static final class Lines extends OutputStream {
        private final Watcher watcher;
        private final List<String> all = new ArrayList<>();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(Watcher watcher) {
            this.watcher = watcher;
        }

        @Override
        public void write(int octet) throws IOException {
            if (octet == '\n') {
                all.add(line.toString(UTF_8));
                line.reset();
                watcher.saw(all.getLast());
            } else {
                line.write(octet);
            }
        }
    }
}
