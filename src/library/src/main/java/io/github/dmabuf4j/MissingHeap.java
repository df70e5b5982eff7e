// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.HeapDirectory;
import io.github.dmabuf4j.internal.sys.HeapNode;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.Privileges;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Explains why a heap cannot be opened, and what to do. */
final class MissingHeap {
    private static final String KERNEL_ADVICE =
            "this kernel (Linux " + System.getProperty("os.version") + ") has no DMA heaps: they need Linux 5.6 or"
                    + " newer with CONFIG_DMABUF_HEAPS=y and CONFIG_DMABUF_HEAPS_SYSTEM=y (Debian: from 6.12 on)";

    private static final Path KERNELS_HEAPS = Path.of("/sys/class/dma_heap");

    private final String name;
    private final String path;

    MissingHeap(String name) {
        this.name = name;
        path = HeapDirectory.path(name);
    }

    /** Explains an entry that does not lead to a heap, or that cannot be examined. */
    DmaBufException notFound(HeapNode node) throws DmaBufException {
        int errno = node.errno();
        if (errno == 0) {
            return noSuchHeap(0, "it is " + node.description() + ", not a heap");
        }
        if (node.isHidden()) {
            return new NoPermissionException("open", path, errno, searchAdvice());
        }
        return isNone(errno) ? noSuchHeap(errno, linkClause()) : new DmaBufException("open", path, errno);
    }

    /** Explains a device that was found, but cannot be opened. */
    DmaBufException notOpened(String heap, int errno) throws DmaBufException {
        if (ErrorNumber.isNoPermission(errno)) {
            return new NoPermissionException("open", path, errno, deviceAdvice(heap, errno));
        }
        return isNone(errno) ? noSuchHeap(errno, "") : new DmaBufException("open", path, errno);
    }

    private static boolean isNone(int errno) {
        return List.of(LibC.ENOENT(), LibC.ENAMETOOLONG(), LibC.ENOTDIR(), LibC.ELOOP(), LibC.ENXIO(), LibC.ENODEV())
                .contains(errno);
    }

    /**
     * Says that there is no such heap. {@code clause} says what there is instead, and can be empty unless errno is 0.
     */
    DmaBufException noSuchHeap(int errno, String clause) throws DmaBufException {
        String start = clause.isEmpty() ? "" : clause + "; ";
        try {
            List<String> names = DmaHeap.names();
            return names.isEmpty()
                    ? new UnsupportedKernelException("open", path, errno, start + noHeapsAdvice())
                    : new NoSuchHeapException(
                            "open", path, errno, start + "the heaps of this machine are: " + String.join(", ", names));
        } catch (NoPermissionException unlisted) {
            return new NoSuchHeapException("open", path, errno, start + unlisted.getMessage());
        }
    }

    private String linkClause() {
        KernelFile link = KernelFile.link(path);
        return link.isRead() ? "it is a symbolic link to " + link.text() + ", which leads to nothing" : "";
    }

    /** The {@code /dev} of a container can lack heaps that the kernel has. */
    private String noHeapsAdvice() {
        String[] heaps = KERNELS_HEAPS.toFile().list();
        if (heaps == null || heaps.length == 0) {
            return KERNEL_ADVICE;
        }
        Arrays.sort(heaps);
        String heap = List.of(heaps).contains(name) ? name : heaps[0];
        return "this kernel has DMA heaps, but the /dev of this container has none: start the container with "
                + Privileges.withDevice(HeapDirectory.path(heap));
    }

    /** Says what to do when the directory of the heaps cannot be listed or searched. */
    static String directoryAdvice() {
        return Privileges.ofThisThread().missingForFileOfRoot() + ", or let this user list and search it (chmod a+rx "
                + HeapDirectory.PATH + ")";
    }

    private String searchAdvice() {
        KernelFile link = KernelFile.link(path);
        return link.isRead()
                ? "it is a symbolic link to " + link.text() + ": "
                        + Privileges.ofThisThread().missingForFileOfRoot()
                        + ", or let this user search the directories of that path"
                : directoryAdvice();
    }

    private String deviceAdvice(String heap, int errno) {
        Privileges mine = Privileges.ofThisThread();
        return mine.missingForDevice(path, errno)
                + ", or let a group use the device by a udev rule such as"
                + " SUBSYSTEM==\"dma_heap\", KERNEL==\"" + heap + "\", GROUP=\"video\", MODE=\"0660\" "
                + mine.toJoinItsGroup();
    }
}
