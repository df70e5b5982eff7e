// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The text of {@code /proc/<pid>/cgroup}: a line NUMBER:CONTROLLERS:PATH for each hierarchy. Version 2 has number 0 and no controllers.
 */
final class ControlGroupFile {
    private static final String VERSION_2 = "0::";
    private static final String SYSTEMD = "name=systemd";
    private static final String MEMORY = "memory";

    /** The kernel adds it to the path of a group that was removed. */
    private static final String REMOVED = " (deleted)";

    private static final int FIELDS = 3;

    private ControlGroupFile() {}

    /**
     * The path of the process's group. Where version 1 controls memory, it is the path of that hierarchy, else that of systemd, else
     * that of version 2.
     */
    static Optional<String> path(String text) {
        List<String> lines = text.lines().toList();
        return version1(lines, MEMORY)
                .or(() -> version1(lines, SYSTEMD))
                .or(() -> version2(lines))
                .filter(path -> path.startsWith("/"))
                .map(ControlGroupFile::withoutMark);
    }

    private static Optional<String> version1(List<String> lines, String controller) {
        return lines.stream()
                .map(line -> line.split(":", FIELDS))
                .filter(fields -> fields.length == FIELDS
                        && Arrays.asList(fields[1].split(",", -1)).contains(controller))
                .map(fields -> fields[2])
                .findFirst();
    }

    private static Optional<String> version2(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(VERSION_2))
                .map(line -> line.substring(VERSION_2.length()))
                .findFirst();
    }

    private static String withoutMark(String path) {
        return path.endsWith(REMOVED) ? path.substring(0, path.length() - REMOVED.length()) : path;
    }
}
