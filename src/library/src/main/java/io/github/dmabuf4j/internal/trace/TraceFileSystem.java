// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DirectoryNames;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.Privileges;
import java.util.List;

/** Finds the tracefs that has the tracepoints of DMA-BUFs. */
final class TraceFileSystem {
    /** Where it is mounted. In debugfs it is for programs from before Linux 4.1, and on machines that mount only that. */
    static final List<String> ROOTS = List.of("/sys/kernel/tracing", "/sys/kernel/debug/tracing");

    private static final String EVENTS = "/events";
    private static final String OF_BUFFERS = EVENTS + "/dma_buf";

    private final List<String> roots;
    private final String release;

    /**
     * Looks in these directories.
     *
     * @param release the version of this kernel, for messages
     */
    TraceFileSystem(List<String> roots, String release) {
        this.roots = roots;
        this.release = release;
    }

    /** Returns where it is mounted, or throws an exception that says what is missing. */
    String find() throws DmaBufException {
        for (String root : roots) {
            if (DirectoryNames.of(root + OF_BUFFERS).isRead()) {
                return root;
            }
        }
        throw problem();
    }

    /** The first root is where it belongs. It is there, and empty, if the kernel has tracefs and it is not mounted. */
    private DmaBufException problem() {
        String root = roots.get(0);
        int errno = DirectoryNames.of(root).errno();
        if (ErrorNumber.isNoPermission(errno)) {
            return new NoPermissionException(
                    "readdir", root, errno, Privileges.ofThisThread().missingForFileOfRoot());
        }
        if (errno == LibC.ENOENT() || isMounted()) {
            return new UnsupportedKernelException(
                    "readdir",
                    root + OF_BUFFERS,
                    LibC.ENOENT(),
                    "a live trace needs the kernel's tracepoints of DMA-BUFs, which Linux 7.0 and newer have with"
                            + " CONFIG_FTRACE=y; this is Linux " + release);
        }
        return errno == 0
                ? new DmaBufException("readdir", root + OF_BUFFERS, LibC.ENOENT(), toMount(root))
                : new DmaBufException("readdir", root, errno);
    }

    private boolean isMounted() {
        return roots.stream().anyMatch(root -> DirectoryNames.of(root + EVENTS).isRead());
    }

    private static String toMount(String root) {
        return Privileges.ofThisThread().toHaveMounted("tracefs", root);
    }
}
