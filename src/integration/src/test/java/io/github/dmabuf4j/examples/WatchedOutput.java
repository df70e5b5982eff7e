// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The stdout of an example, of which a test sees each line when it is written. */
final class WatchedOutput extends OutputStream {

    /** Receives each line. The example waits meanwhile. */
    interface Watcher {
        void saw(String line) throws IOException;
    }

    private final Watcher watcher;
    private final List<String> lines = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    WatchedOutput(Watcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public void write(int octet) throws IOException {
        if (octet == '\n') {
            lines.add(line.toString(UTF_8));
            line.reset();
            watcher.saw(lines.getLast());
        } else {
            line.write(octet);
        }
    }

    List<String> lines() {
        return lines;
    }
}
