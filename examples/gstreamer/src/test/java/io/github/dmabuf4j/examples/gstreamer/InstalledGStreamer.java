// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import io.github.dmabuf4j.examples.common.Failure;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/** GStreamer, where it is installed. */
final class InstalledGStreamer {
    private InstalledGStreamer() {}

    /** Starts it, or skips the test with the reason. */
    static Gst start() throws IOException {
        try {
            Gst gst = Gst.start();
            gst.require("appsrc", "gstreamer1.0-plugins-base");
            return gst;
        } catch (Failure missing) {
            return Assumptions.abort(missing.getMessage());
        }
    }
}
