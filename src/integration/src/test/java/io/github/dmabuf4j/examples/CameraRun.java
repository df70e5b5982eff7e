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
 * A run of the camera example in this JVM; its second process is a real one.
 *
 * @param exitCode what the process would end with
 * @param lines of stdout
 * @param errors all of stderr
 */
record CameraRun(int exitCode, List<String> lines, String errors) {

    /** Looks at each line while the example waits. */
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

    /** The process that a line names at its end. */
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
