// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dmabuf4j.examples.wayland.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * A run of the Wayland example in this JVM.
 *
 * @param exitCode the exit code
 * @param out the lines of stdout
 * @param err the text of stderr
 */
record WaylandRun(int exitCode, List<String> out, String err) {

    /** Runs the example. */
    static WaylandRun of(String... arguments) {
        return of(new ByteArrayOutputStream(), arguments);
    }

    /** Runs the example. Another thread can read meanwhile what it has printed. */
    static WaylandRun of(ByteArrayOutputStream out, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
        return new WaylandRun(exitCode, out.toString(UTF_8).lines().toList(), err.toString(UTF_8));
    }
}
