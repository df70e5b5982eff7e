// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Processes of the tests, and their data in procfs. */
public final class Processes {
    private Processes() {}

    /** Returns the rows of a process's memory map that are mappings of buffers. */
    public static List<String> bufferMappings(String pid) throws IOException {
        try (Stream<String> rows = Files.lines(Path.of("/proc", pid, "maps"), StandardCharsets.ISO_8859_1)) {
            return rows.filter(row -> row.contains("/dmabuf:")).toList();
        }
    }

    /** Starts a JVM like this one that runs {@code main}. Its standard error output goes to that of this JVM. */
    public static Process startJvm(Class<?> main, String... arguments) throws IOException {
        return new ProcessBuilder(ChildJvm.command(main, ChildJvm.SMALL, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
