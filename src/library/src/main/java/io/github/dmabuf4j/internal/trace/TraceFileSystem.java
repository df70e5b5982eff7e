// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DirectoryNames;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.Privileges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds tracefs, and says what a kernel lacks that has none, or no events of DMA-BUFs. */
final class TraceFileSystem {
    /** Where it is mounted. In debugfs it is for programs from before Linux 4.1, and on machines that mount only that. */
    static final List<String> ROOTS = List.of("/sys/kernel/tracing", "/sys/kernel/debug/tracing");

    private static final String EVENTS = "/events";
    private static final String OF_BUFFERS = EVENTS + "/dma_buf";
    private static final String TYPES = "/sys/kernel/btf/vmlinux";

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
            if (DirectoryNames.of(root + EVENTS).isRead()) {
                return root;
            }
        }
        throw problem();
    }

    /** Whether the kernel has tracepoints of DMA-BUFs. */
    static TraceSource source(String root) {
        return DirectoryNames.of(root + OF_BUFFERS).isRead() ? TraceSource.TRACEPOINTS : TraceSource.PROBES;
    }

    /** The first root is where it belongs. It is there, and empty, if the kernel has tracefs and it is not mounted. */
    private DmaBufException problem() {
        String root = roots.get(0);
        int errno = DirectoryNames.of(root).errno();
        if (ErrorNumber.isNoPermission(errno)) {
            return new NoPermissionException(
                    "readdir", root, errno, Privileges.ofThisThread().missingForFileOfRoot());
        }
        if (errno == LibC.ENOENT()) {
            return unsupported(root, "without tracefs (CONFIG_FTRACE)");
        }
        return errno == 0
                ? new DmaBufException("readdir", root + EVENTS, LibC.ENOENT(), toMount(root))
                : new DmaBufException("readdir", root, errno);
    }

    /** Says what a kernel lacks that has tracefs, and reports no event. */
    UnsupportedKernelException withoutEvents(String root) {
        if (!Files.exists(Path.of(root + "/kprobe_events"))) {
            return unsupported(root, "without probes (CONFIG_KPROBE_EVENTS)");
        }
        if (TraceInstance.areProbesOff()) {
            return unsupported(root, "whose probes are switched off (" + TraceInstance.PROBES_SWITCH + ")");
        }
        return unsupported(
                root,
                Files.exists(Path.of(TYPES)) ? "" : "without the description of its types (CONFIG_DEBUG_INFO_BTF)");
    }

    private UnsupportedKernelException unsupported(String root, String lack) {
        return new UnsupportedKernelException(
                "readdir",
                root + OF_BUFFERS,
                LibC.ENOENT(),
                "a live trace needs the kernel's tracepoints of DMA-BUFs (Linux 7.0, CONFIG_FTRACE=y), or probes at its"
                        + " functions and the description of its types (Linux 6.6, CONFIG_KPROBE_EVENTS=y,"
                        + " CONFIG_DEBUG_INFO_BTF=y); this is Linux " + release + (lack.isEmpty() ? "" : ", " + lack));
    }

    private static String toMount(String root) {
        return Privileges.ofThisThread().toHaveMounted("tracefs", root);
    }
}
