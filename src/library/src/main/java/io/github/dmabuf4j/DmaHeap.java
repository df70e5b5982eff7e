// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.dma_heap_allocation_data;
import io.github.dmabuf4j.internal.jfr.BufferAllocateEvent;
import io.github.dmabuf4j.internal.jfr.Events;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.DirectoryNames;
import io.github.dmabuf4j.internal.sys.HeapDirectory;
import io.github.dmabuf4j.internal.sys.HeapNode;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * A DMA heap: a device in {@code /dev/dma_heap} from which buffers are allocated.
 *
 * <p>The names differ between kernels and machines ({@code system}, {@code reserved}, {@code default_cma_region}, ...).
 * {@link #names} lists the heaps of this machine. A name can be an alias, that is a symbolic link to a heap, as some
 * boards have. {@link #open} opens the heap that an alias leads to, and {@link #name} returns that heap's own name.
 *
 * <p>All methods can be called by any thread, and many threads can allocate from one heap at the same time. Buffers
 * stay valid after their heap is closed.
 *
 * <p>Needs Linux 5.6 with {@code CONFIG_DMABUF_HEAPS}.
 */
public final class DmaHeap implements BufferAllocator {
    static {
        NativeAccess.check();
    }

    private static final Ioctl ALLOC =
            new Ioctl("DMA_HEAP_IOCTL_ALLOC", LinuxDmaBuf.DMA_HEAP_IOCTL_ALLOC(), dma_heap_allocation_data.layout());

    private final String name;
    private final Descriptor device;

    private DmaHeap(String heap, String entry) {
        this.name = heap;
        this.device = new NamedDescriptor(HeapDirectory.path(entry));
    }

    /**
     * Lists the heaps of this machine, including those that this process may not use. A heap is an entry of
     * {@code /dev/dma_heap} that is the device of a heap, or a symbolic link to one. Links that lead to nothing and
     * other files are left out. An entry that this process may not examine is listed.
     *
     * @return names in alphabetical order; empty when the kernel has no heaps
     * @throws NoPermissionException when this user may not list {@code /dev/dma_heap} (EACCES)
     * @throws DmaBufException when the directory cannot be listed for another reason: EMFILE, ENOMEM
     */
    public static List<String> names() throws DmaBufException {
        DirectoryNames entries = HeapDirectory.entries();
        int errno = entries.errno();
        if (errno == LibC.EACCES()) {
            throw new NoPermissionException("readdir", HeapDirectory.PATH, errno, MissingHeap.directoryAdvice());
        }
        if (errno != 0 && errno != LibC.ENOENT() && errno != LibC.ENOTDIR()) {
            throw new DmaBufException("readdir", HeapDirectory.PATH, errno);
        }
        return entries.names().stream().filter(DmaHeap::mayBeHeap).sorted().toList();
    }

    private static boolean mayBeHeap(String name) {
        HeapNode node = HeapNode.of(name);
        return node.isHeap() || node.isHidden();
    }

    /**
     * Opens a heap. The file of this name is examined first; a file that is not the device of a heap is not opened.
     *
     * @param name a name as {@link #names} lists it
     * @return the heap, to be closed by the caller
     * @throws NoSuchHeapException when there are heaps, but none of this name: there is no such entry, it leads to
     *     nothing (ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG), its device has gone (ENXIO, ENODEV), or it is not a heap
     *     (errno 0)
     * @throws NoPermissionException when this user may not open or examine the file (EACCES, EPERM)
     * @throws UnsupportedKernelException when the kernel has no heaps (ENOENT)
     * @throws DmaBufException when the kernel refuses for another reason: EMFILE
     */
    public static DmaHeap open(String name) throws DmaBufException {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0) {
            throw new MissingHeap(name).noSuchHeap(LibC.ENOENT(), "");
        }
        return open(name, HeapNode.of(name));
    }

    /** Opens an entry that was examined with this result. */
    static DmaHeap open(String name, HeapNode node) throws DmaBufException {
        Optional<String> found = node.heap();
        if (found.isEmpty()) {
            throw new MissingHeap(name).notFound(node);
        }
        DmaHeap heap = new DmaHeap(found.get(), name);
        // Every kernel allocates from a heap that is open for reading, and Android grants no more. O_NONBLOCK, since a
        // FIFO
        // can have taken the place of the entry meanwhile.
        int flags = LibC.O_RDONLY() | LibC.O_CLOEXEC() | LibC.O_NONBLOCK();
        int result = heap.device.own(Sys.open(HeapDirectory.path(name), flags));
        if (result < 0) {
            throw new MissingHeap(name).notOpened(found.get(), -result);
        }
        int compared = heap.compare(node);
        if (compared < 0) {
            throw new DmaBufException("statx", heap.device.target(), -compared);
        }
        if (compared > 0) {
            throw new MissingHeap(name).noSuchHeap(0, "another file has replaced it meanwhile");
        }
        return heap;
    }

    /** Compares the open device with the one that was examined. Closes it unless the two are certainly the same. */
    private int compare(HeapNode node) {
        boolean same = false;
        try {
            int compared = node.compare(device.number());
            same = compared == 0;
            return compared;
        } finally {
            if (!same) {
                device.close();
            }
        }
    }

    /**
     * Returns the heap's own name.
     *
     * @return the exporter of the heap's buffers in the kernel's statistics; differs from the name given to
     *     {@link #open} when that was an alias
     */
    @Override
    public String name() {
        return name;
    }

    /**
     * Allocates a buffer of zeroed memory. Its descriptor can be mapped for reading and writing, and is closed by exec.
     *
     * @param bytes at least 1; rounded up to whole pages
     * @return the buffer, to be closed by the caller
     * @throws IllegalArgumentException when {@code bytes} is not positive
     * @throws DmaBufException when the heap is full (ENOMEM), or this process or the machine has no descriptor left
     *     (EMFILE, ENFILE). Also ENOMEM when {@code bytes} is more than the machine's memory: the kernel is not asked
     *     then, since the system heap has no limit and the kernel would kill processes to find the memory
     * @throws IllegalStateException when the heap is closed
     */
    @Override
    public DmaBuf allocate(long bytes) throws DmaBufException {
        return allocate(bytes, LibC.O_RDWR());
    }

    /**
     * Allocates a buffer like {@link #allocate}, whose descriptor can be mapped for reading only: for a buffer that a
     * device fills.
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
        BufferAllocateEvent event = Events.allocate();
        DmaBuf buffer = DmaBuf.withoutNumber(name, Machine.roundUpToPages(bytes));
        int heapFd = device.acquire();
        try {
            MemorySegment arg = Scratch.argument();
            dma_heap_allocation_data.len(arg, bytes);
            dma_heap_allocation_data.fd(arg, 0);
            dma_heap_allocation_data.fd_flags(arg, accessMode | LibC.O_CLOEXEC());
            dma_heap_allocation_data.heap_flags(arg, 0);
            int result = buffer.own(ALLOC.create(heapFd, arg, dma_heap_allocation_data.fd$offset()));
            if (result < 0) {
                buffer.discard();
                FailedAllocation.report(name, bytes, -result);
                throw new DmaBufException(ALLOC.name(), target(bytes), -result);
            }
            if (event != null) {
                event.commit(buffer.facts());
            }
            return buffer;
        } finally {
            device.release();
        }
    }

    private String target(long bytes) {
        return device.target() + " (len=" + bytes + ")";
    }

    /**
     * Returns whether this heap is open.
     *
     * @return false after {@link #close}
     */
    @Override
    public boolean isOpen() {
        return !device.isClosed();
    }

    /** Closes the heap. Its buffers stay valid. Further calls do nothing. */
    @Override
    public void close() {
        device.close();
    }

    @Override
    public String toString() {
        return "DmaHeap[" + device.shown() + (isOpen() ? "]" : ", closed]");
    }
}
