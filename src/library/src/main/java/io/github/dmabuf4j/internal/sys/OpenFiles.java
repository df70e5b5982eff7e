// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The open descriptors of this process, as procfs shows them. */
public final class OpenFiles {
    private static final String DIRECTORY = DescriptorPath.DIRECTORY;

    private OpenFiles() {}

    /** Returns the target of the link of each descriptor, by its number. That of the listing itself is left out. */
    public static Map<Integer, String> ofThisProcess() throws IOException {
        Map<Integer, String> links = new TreeMap<>();
        for (String name : DirectoryNames.of(DIRECTORY).names()) {
            int fd = Integer.parseInt(name);
            links.put(fd, link(fd));
        }
        // The descriptor of the listing is closed.
        links.values().removeIf(String::isEmpty);
        return links;
    }

    /** Returns the target of the link {@code /proc/self/fd/<fd>}; empty if there is no such descriptor. */
    public static String link(int fd) {
        return readLink(fd).text();
    }

    /** Reads the target of the link {@code /proc/self/fd/<fd>}. The errno is ENOENT if there is no such descriptor. */
    public static KernelFile readLink(int fd) {
        return KernelFile.link(path(fd));
    }

    /**
     * Reads the target of the link {@code /proc/self/fd/<fd>} like {@link #readLink}, and makes text of it only if it is not the
     * expected one.
     *
     * @return null if it is the expected one
     */
    public static @Nullable KernelFile linkOtherThan(LinkTarget expected, int fd) {
        int length = Sys.readDescriptorLink(fd);
        return expected.isIn(Scratch.view(), length) ? null : KernelFile.ofLink(length);
    }

    /** Returns the path of a descriptor of this process in procfs. */
    public static String path(int fd) {
        return DIRECTORY + "/" + fd;
    }

    /** Returns one value of {@code /proc/self/fdinfo/<fd>}; empty if there is none. */
    public static String info(int fd, String key) {
        return new FdInfo(KernelFile.read("/proc/self/fdinfo/" + fd).text()).value(key);
    }

    /** Whether exec closes the descriptor. */
    public static boolean isCloseOnExec(int fd) {
        int flags = Sys.fcntl(fd, LibC.F_GETFD(), 0);
        return flags >= 0 && (flags & LibC.FD_CLOEXEC()) != 0;
    }
}
