// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.common.Program;
import java.io.PrintStream;

/** Shows a moving test pattern from DMA-BUFs in a window of a Wayland compositor, and checks the compositor's screenshots. */
public final class Main {
    private Main() {}

    /** Ends the JVM with the exit code of {@link #run}. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** Runs the example in this JVM. Returns the exit code: 0 success, or one of those of {@link Program}. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return new Program("wayland", Options.USAGE)
                .run(out, err, words -> new Show(Options.parse(words), out).run(), arguments);
    }
}
