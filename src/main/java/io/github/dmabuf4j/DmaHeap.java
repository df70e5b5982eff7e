// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.dma_heap_allocation_data;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Folder;
import io.github.dmabuf4j.internal.sys.IoReason;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sys;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A DMA heap: a device of the kernel that buffers are allocated from, by its name under {@code /dev/dma_heap}.
 *
 * <p>Names differ between kernels and machines ({@code system}, {@code reserved}, {@code default_cma_region}, ...):
 * {@link #names} lists what there is. All methods may be called by any thread, and many threads may allocate from one
 * heap at once. Buffers outlive the close of their heap.
 *
 * <p>Needs Linux 5.6 with {@code CONFIG_DMABUF_HEAPS}.
 */
public final class DmaHeap implements BufferAllocator {
    private static final Path DIRECTORY = Path.of("/dev/dma_heap");

    private static final Ioctl ALLOC =
            new Ioctl("DMA_HEAP_IOCTL_ALLOC", LinuxDmaBuf.DMA_HEAP_IOCTL_ALLOC(), dma_heap_allocation_data.layout());

    private static final String KERNEL_ADVICE =
            "this kernel (Linux " + System.getProperty("os.version") + ") offers no DMA heaps: they need Linux 5.6 or"
                    + " newer with CONFIG_DMABUF_HEAPS=y and CONFIG_DMABUF_HEAPS_SYSTEM=y (Debian: from 6.12 on)";

    private final String name;
    private final Descriptor device;

    private DmaHeap(String name, int fd) {
        this.name = name;
        this.device = new Device(fd, name);
    }

    private static final class Device extends Descriptor {
        private final String name;

        Device(int fd, String name) {
            super(fd);
            this.name = name;
        }

        @Override
        public String target() {
            return path(name);
        }
    }

    /**
     * The heaps of this machine, whether this process may use them or not.
     *
     * @return names in alphabetical order; empty where the kernel has no heaps
     * @throws DmaBufException when {@code /dev/dma_heap} cannot be listed
     */
    public static List<String> names() throws DmaBufException {
        if (!Files.isDirectory(DIRECTORY)) {
            return List.of();
        }
        try {
            return Folder.names(DIRECTORY).stream().sorted().toList();
        } catch (IOException failure) {
            throw new DmaBufException("readdir", DIRECTORY.toString(), 0, IoReason.of(failure));
        }
    }

    /**
     * Opens a heap.
     *
     * @param name as {@link #names} has it
     * @return the heap, to be closed by the caller
     * @throws NoSuchHeapException when there are heaps, but none of this name (ENOENT)
     * @throws NoPermissionException when this user may not open it (EACCES)
     * @throws UnsupportedKernelException when the kernel has no heaps at all (ENOENT)
     * @throws DmaBufException when the kernel refuses for another reason: EMFILE
     */
    public static DmaHeap open(String name) throws DmaBufException {
        if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw noSuchHeap(name);
        }
        // To read suffices for every kernel, and is all that Android grants.
        int fd = Sys.open(path(name), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        if (fd < 0) {
            throw openFailure(name, -fd);
        }
        return new DmaHeap(name, fd);
    }

    private static String path(String name) {
        return DIRECTORY + "/" + name;
    }

    private static DmaBufException openFailure(String name, int errno) throws DmaBufException {
        String target = path(name);
        if (errno == LibC.EACCES() || errno == LibC.EPERM()) {
            return new NoPermissionException("open", target, errno, permissionAdvice(name));
        }
        boolean none = errno == LibC.ENOENT() || errno == LibC.ENAMETOOLONG();
        return none ? noSuchHeap(name) : new DmaBufException("open", target, errno);
    }

    private static DmaBufException noSuchHeap(String name) throws DmaBufException {
        String target = path(name);
        List<String> names = names();
        if (names.isEmpty()) {
            return new UnsupportedKernelException("open", target, LibC.ENOENT(), KERNEL_ADVICE);
        }
        return new NoSuchHeapException(
                "open", target, LibC.ENOENT(), "the heaps of this machine are: " + String.join(", ", names));
    }

    private static String permissionAdvice(String name) {
        return "run as root, or let a group use the device by a udev rule such as"
                + " SUBSYSTEM==\"dma_heap\", KERNEL==\"" + name + "\", GROUP=\"video\", MODE=\"0660\""
                + " and join that group";
    }

    /**
     * The heap's name.
     *
     * @return as given to {@link #open}; also the exporter's name in the statistics of its buffers
     */
    @Override
    public String name() {
        return name;
    }

    /**
     * Allocates a buffer of zeroed memory, whose descriptor can be mapped for reading and writing and is closed by
     * exec.
     *
     * @param bytes at least 1; rounded up to whole pages
     * @return the buffer, to be closed by the caller
     * @throws IllegalArgumentException when {@code bytes} is not positive
     * @throws DmaBufException ENOMEM when the heap is full, or before the kernel is asked when {@code bytes} is more
     *     than the machine's memory (the system heap knows no limit: the kernel would end processes to find the
     *     memory); EMFILE or ENFILE when no descriptor is left
     * @throws IllegalStateException when the heap is closed
     */
    @Override
    public DmaBuf allocate(long bytes) throws DmaBufException {
        return allocate(bytes, LibC.O_RDWR());
    }

    /**
     * Allocates a buffer like {@link #allocate}, but with a descriptor that can be mapped for reading only: for
     * buffers that a device fills.
     *
     * @param bytes at least 1; rounded up to whole pages
     * @return the buffer, to be closed by the caller
     * @throws IllegalArgumentException when {@code bytes} is not positive
     * @throws DmaBufException as {@link #allocate}
     * @throws IllegalStateException when the heap is closed
     */
    public DmaBuf allocateReadOnly(long bytes) throws DmaBufException {
        return allocate(bytes, LibC.O_RDONLY());
    }

    private DmaBuf allocate(long bytes, int accessMode) throws DmaBufException {
        RequestedSize.check(ALLOC.name(), this::target, bytes);
        DmaBuf.prepare();
        int heapFd = device.acquire();
        try {
            MemorySegment arg = Scratch.argument();
            dma_heap_allocation_data.len(arg, bytes);
            dma_heap_allocation_data.fd(arg, 0);
            dma_heap_allocation_data.fd_flags(arg, accessMode | LibC.O_CLOEXEC());
            dma_heap_allocation_data.heap_flags(arg, 0);
            int result = ALLOC.call(heapFd, arg);
            if (result < 0) {
                throw new DmaBufException(ALLOC.name(), target(bytes), -result);
            }
            return DmaBuf.owning(dma_heap_allocation_data.fd(arg), name, Machine.roundUpToPages(bytes));
        } finally {
            device.release();
        }
    }

    private String target(long bytes) {
        return device.target() + " (len=" + bytes + ")";
    }

    /** Closes the heap; its buffers live on. Further calls do nothing. */
    @Override
    public void close() {
        device.close();
    }

    @Override
    public String toString() {
        return "DmaHeap[" + device.target() + (device.isClosed() ? ", closed]" : "]");
    }
}
