// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Resources that can leak: descriptors and mappings of buffers of this process, and buffers of this machine. */
record Held(Map<Integer, String> descriptors, List<String> mappings, List<String> buffers) {
    private static final Path BUFFERS = Path.of("/sys/kernel/dmabuf/buffers");

    static Held now() throws IOException {
        return new Held(OpenFiles.ofThisProcess(), Processes.bufferMappings("self"), buffersOfTheMachine());
    }

    private static List<String> buffersOfTheMachine() throws IOException {
        try (Stream<Path> entries = Files.list(BUFFERS)) {
            return entries.map(Path::toString).sorted().toList();
        }
    }

    /** Describes the difference to an earlier state. */
    String since(Held earlier) {
        return "descriptors " + beyond(descriptors.entrySet(), earlier.descriptors.entrySet())
                + ", mappings " + beyond(mappings, earlier.mappings)
                + ", buffers " + beyond(buffers, earlier.buffers)
                + " are left; gone are descriptors " + beyond(earlier.descriptors.entrySet(), descriptors.entrySet());
    }

    private static <T> List<T> beyond(Collection<T> those, Collection<T> others) {
        return those.stream().filter(each -> !others.contains(each)).toList();
    }

    /** Frees the buffers that an earlier state does not have. */
    void releaseBeyond(Held earlier) {
        descriptors.forEach((fd, link) -> {
            if (!earlier.descriptors.containsKey(fd) && link.startsWith("/dmabuf:")) {
                Sys.close(fd);
            }
        });
        beyond(mappings, earlier.mappings).forEach(Held::unmap);
    }

    /** Parses the start of a row of {@code /proc/self/maps}, which is the address range. */
    private static void unmap(String row) {
        int dash = row.indexOf('-');
        long start = Long.parseUnsignedLong(row, 0, dash, 16);
        long end = Long.parseUnsignedLong(row, dash + 1, row.indexOf(' '), 16);
        Sys.munmap(start, end - start);
    }
}
