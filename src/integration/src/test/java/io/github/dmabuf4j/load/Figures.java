// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Prints the figures of load tests, for docs/load.md. */
final class Figures {
    private static final double NANOSECONDS = 1e9;

    private Figures() {}

    static void print(String figures) {
        System.out.println("load: " + figures);
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / NANOSECONDS;
    }

    /** Returns a number of {@code /proc/<pid>/status}, in the unit of procfs. */
    static long status(long pid, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(key + ":"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow(() -> new IOException("process " + pid + " has no " + key));
        }
    }

    static long descriptors(long pid) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return entries.count();
        }
    }
}
