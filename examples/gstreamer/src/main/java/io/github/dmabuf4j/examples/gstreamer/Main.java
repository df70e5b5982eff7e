// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import io.github.dmabuf4j.examples.common.Program;
import java.io.IOException;
import java.io.PrintStream;

/** Shows and captures frames in DMA-BUFs through GStreamer, without a copy, and checks them. */
public final class Main {
    private Main() {}

    /** Ends the JVM with the exit code of {@link #run}. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** Runs the example in this JVM. Returns the exit code: 0 success, or one of those of {@link Program}. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return new Program("gstreamer", Options.USAGE)
                .run(out, err, words -> work(Options.parse(words), out), arguments);
    }

    private static void work(Options options, PrintStream out) throws IOException, InterruptedException {
        Gst gst = Gst.start();
        out.println(gst.version());
        if (options.shows()) {
            new Show(gst, options, out).run();
        }
        if (options.captures()) {
            new Capture(gst, options, out).run();
        }
    }
}
