// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The open descriptors of this process, as procfs shows them. */
public final class OpenFiles {
    private static final String DIRECTORY = "/proc/self/fd";

    private OpenFiles() {}

    /** What each descriptor is a link to, by its number; without the one that lists. */
    public static Map<Integer, String> ofThisProcess() throws IOException {
        Map<Integer, String> links = new TreeMap<>();
        for (String name : DirectoryNames.of(DIRECTORY).names()) {
            int fd = Integer.parseInt(name);
            links.put(fd, link(fd));
        }
        // That of the listing is closed.
        links.values().removeIf(String::isEmpty);
        return links;
    }

    /** What {@code /proc/self/fd/<fd>} is a link to; empty where there is no such descriptor. */
    public static String link(int fd) {
        return readLink(fd).text();
    }

    /** What {@code /proc/self/fd/<fd>} is a link to, or the errno: ENOENT where there is no such descriptor. */
    public static KernelFile readLink(int fd) {
        return KernelFile.link(path(fd));
    }

    /** Where procfs has a descriptor of this process. */
    public static String path(int fd) {
        return DIRECTORY + "/" + fd;
    }

    /** One value of {@code /proc/self/fdinfo/<fd>}; empty where it has none. */
    public static String info(int fd, String key) {
        return new FdInfo(KernelFile.read("/proc/self/fdinfo/" + fd).text()).value(key);
    }

    /** Whether the descriptor is closed by an exec. */
    public static boolean isCloseOnExec(int fd) {
        int flags = Sys.fcntl(fd, LibC.F_GETFD(), 0);
        return flags >= 0 && (flags & LibC.FD_CLOEXEC()) != 0;
    }
}
