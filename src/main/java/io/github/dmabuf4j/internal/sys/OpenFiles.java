// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The open descriptors of this process, as procfs shows them. */
public final class OpenFiles {
    private static final String DIRECTORY = "/proc/self/fd";

    private OpenFiles() {}

    /** What each descriptor is a link to, by its number; without the one that lists. */
    public static Map<Integer, String> ofThisProcess() throws IOException {
        Map<Integer, String> links = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(DIRECTORY))) {
            for (Path entry : entries) {
                int fd = Integer.parseInt(entry.getFileName().toString());
                links.put(fd, link(fd));
            }
        }
        links.values().removeIf(OpenFiles::isTheListing);
        return links;
    }

    /** What {@code /proc/self/fd/<fd>} is a link to; empty where there is no such descriptor. */
    public static String link(int fd) {
        MemorySegment path = Scratch.string((DIRECTORY + "/" + fd).getBytes(StandardCharsets.US_ASCII));
        MemorySegment target = Scratch.bytes();
        long length = Sys.readlink(path, target);
        if (length < 0) {
            return "";
        }
        return new String(target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /**
     * One value of {@code /proc/self/fdinfo/<fd>}; empty where it has none. The first line with the key counts: a
     * buffer's name comes last and may hold line ends.
     */
    public static String info(int fd, String key) {
        String start = key + ":";
        return SmallFile.read("/proc/self/fdinfo/" + fd)
                .text()
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse("");
    }

    /** Whether the descriptor is closed by an exec. */
    public static boolean isCloseOnExec(int fd) {
        int flags = Sys.fcntl(fd, LibC.F_GETFD(), 0);
        return flags >= 0 && (flags & LibC.FD_CLOEXEC()) != 0;
    }

    private static boolean isTheListing(String link) {
        return link.isEmpty() || link.matches("/proc/[0-9]+/fd");
    }
}
