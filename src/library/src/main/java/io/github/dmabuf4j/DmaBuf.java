// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.statfs;
import io.github.dmabuf4j.internal.standin.StandIn;
import io.github.dmabuf4j.internal.sys.Deadline;
import io.github.dmabuf4j.internal.sys.FileStatus;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.channels.FileChannel.MapMode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A DMA-BUF: memory that devices and processes share, held by this process through a file descriptor.
 *
 * <p>All methods may be called by any thread. After {@link #close} each of them but {@link #size}, {@link #fd},
 * {@link #close} and {@link #toString} throws {@link IllegalStateException}. A close while another thread is within a
 * call or waits, or while a {@link CpuAccess} or a {@link HeldFd} is open, takes effect when that has ended, and does not
 * end it; mappings made by {@link #map} live on, and keep the memory alive, until their arena is closed.
 *
 * <p>A buffer that is dropped without a close is freed after the garbage collector has noticed, and reported once as
 * a warning (SLF4J, logger of this class) with the stack trace of its creation. To record that costs a quarter of an
 * allocation. The system property {@code io.github.dmabuf4j.allocationSites} says which buffers and sync files have it:
 *
 * <ul>
 *   <li>{@code sampled}, the default: the first 1024 of the process and one in 256 of the others. After the first one that was
 *       dropped, all. The property {@code io.github.dmabuf4j.allocationSites.interval} sets another number than 256.
 *   <li>{@code all}: all, from the first one on.
 *   <li>{@code off}: none. What is dropped is freed and reported all the same.
 * </ul>
 *
 * <p>Both properties are read once, when the first buffer or sync file is created.
 *
 * <p>Needs Linux 5.3 ({@code DMA_BUF_SET_NAME} and the file system magic that tells a DMA-BUF from other files).
 */
public final class DmaBuf implements AutoCloseable {
    static {
        NativeAccess.check();
    }

    /** The longest name in bytes, without the NUL that ends it. */
    public static final int MAX_NAME_BYTES = LinuxDmaBuf.DMA_BUF_NAME_LEN() - 1;

    static {
        // What has run once needs no class and no memory any more.
        withoutNumber("nowhere", 0).close();
    }

    private final BufferResource resource;
    private final Cleaner.Cleanable cleanable;

    /** 0 until asked for: the kernel counts from 1. */
    private volatile long inode;

    private DmaBuf(BufferResource resource) {
        this.resource = resource;
        this.cleanable = resource.endWith(this);
    }

    /**
     * A buffer without a descriptor, for {@link #own}: it is complete before the kernel gives one.
     *
     * @param origin where the descriptor will have come from, for messages
     */
    static DmaBuf withoutNumber(String origin, long size) {
        return new DmaBuf(new BufferResource(origin, size));
    }

    /**
     * Takes over what a system call has just given: a descriptor that is a DMA-BUF of this size for certain. Cannot fail.
     *
     * @param result the descriptor, or a negative errno, with which this is of no use any more
     * @return {@code result}
     */
    int own(int result) {
        return resource.own(result);
    }

    /** Ends a buffer that got no descriptor. */
    void discard() {
        close();
    }

    /**
     * Takes over a descriptor that came from elsewhere: over a socket, from a library, from a parent process. From
     * then on the buffer owns the number and nobody else may close it. Its flags stay as they are.
     *
     * @param fd a descriptor of this process
     * @return the buffer
     * @throws DmaBufException when it is no open descriptor (EBADF), or no DMA-BUF; the descriptor is left as it was
     */
    public static DmaBuf adopt(int fd) throws DmaBufException {
        String target = "fd " + fd;
        boolean isStandIn = isStandIn(fd, target);
        DmaBufException.check("statx", target, FileStatus.read(fd, LibC.STATX_SIZE()));
        long size = FileStatus.size();
        DmaBuf buffer = new DmaBuf(isStandIn ? new StandInResource(size) : new BufferResource("another owner", size));
        buffer.own(fd);
        return buffer;
    }

    /** Whether it stands in for a DMA-BUF, or is one; fails where it is neither. */
    private static boolean isStandIn(int fd, String target) throws DmaBufException {
        MemorySegment stat = Scratch.cleared(statfs.layout());
        DmaBufException.check("fstatfs", target, Sys.fstatfs(fd, stat));
        long magic = statfs.f_type(stat);
        if (magic == LinuxDmaBuf.DMA_BUF_MAGIC()) {
            return false;
        }
        if (!StandIn.is(fd)) {
            KernelFile link = OpenFiles.readLink(fd);
            String is = link.isRead() ? link.text() : "another file";
            throw new DmaBufException(
                    "adopt",
                    target,
                    0,
                    "it is not a dma-buf but " + TerminalEscape.of(is) + " (file system 0x" + Long.toHexString(magic)
                            + ")");
        }
        return true;
    }

    /**
     * The descriptor's number, for other libraries. It is valid while this buffer is open: whoever needs it for the
     * length of a call takes {@link #holdFd}, whoever keeps it longer must {@link #duplicate} the buffer.
     *
     * @return the number, also after a close
     */
    public int fd() {
        return resource.number();
    }

    /**
     * The descriptor, certain to stay open until the hold is closed.
     *
     * @return the hold, to be closed by the caller
     */
    public HeldFd holdFd() {
        return HeldFd.of(resource, this);
    }

    /**
     * The buffer's size.
     *
     * @return bytes, a multiple of the page size
     */
    public long size() {
        return resource.size();
    }

    /**
     * The buffer's inode, which names it in the kernel's statistics. All descriptors and mappings of a buffer, in all
     * processes, share it; within one boot no two buffers have the same.
     *
     * @return an unsigned 64-bit number
     * @throws DmaBufException when the kernel refuses ({@code statx})
     */
    public long inode() throws DmaBufException {
        if (inode == 0 || resource.isClosed()) {
            inode = readInode();
        }
        return inode;
    }

    private long readInode() throws DmaBufException {
        int fd = resource.acquire();
        try {
            int result = FileStatus.read(fd, LibC.STATX_INO());
            // Not by check(): to make the target's text takes a JVM's first look-up long, and only a failure needs it.
            if (result < 0) {
                throw new DmaBufException("statx", resource.target(), -result);
            }
            return FileStatus.inode();
        } finally {
            release();
        }
    }

    /**
     * The buffer's name, as the kernel has it now: any holder of the buffer, in any process, may have set it.
     *
     * <p>Each byte {@code 0xNN} of it that is not valid UTF-8 is the lone surrogate {@code U+DC00 + 0xNN}: different names stay
     * different, and {@link #setName} gives the kernel the same bytes again.
     *
     * @return the name, empty where none was set; it may hold line ends and terminal escapes
     * @throws DmaBufException when procfs cannot be read: ENOENT where it is not mounted, ENOMEM
     */
    public String name() throws DmaBufException {
        resource.acquire();
        try {
            return resource.name();
        } finally {
            release();
        }
    }

    /**
     * Names the buffer, for all its holders and for the statistics that show names.
     *
     * @param name at most 31 bytes, without NUL: UTF-8, and bytes as {@link #name} gives them
     * @throws IllegalArgumentException when the name is too long, has a NUL, or has half a character that stands for no byte
     * @throws DmaBufException when the kernel refuses: EBUSY while a device is attached before Linux 5.17, ENOMEM
     */
    public void setName(String name) throws DmaBufException {
        byte[] bytes = KernelName.bytes("buffer", name, MAX_NAME_BYTES);
        resource.acquire();
        try {
            resource.setName(bytes);
        } finally {
            release();
        }
    }

    /**
     * Maps a part of the buffer, in the shape of {@link java.nio.channels.FileChannel#map(MapMode, long, long, Arena)}.
     * The mapping outlives a close of the buffer. Around its use the processor's caches need a {@link CpuAccess}.
     *
     * @param mode {@link MapMode#READ_ONLY} or {@link MapMode#READ_WRITE}
     * @param offset where the part starts, in bytes; need not be a multiple of the page size
     * @param bytes the length of the part, at least 1
     * @param arena gives the segment its lifetime and its threads; its close unmaps
     * @return the part
     * @throws IllegalArgumentException when the part does not lie within the buffer or is empty
     * @throws UnsupportedOperationException for other modes: exporters share memory, they do not copy on write
     * @throws NoPermissionException when the descriptor does not allow the mode (EACCES)
     * @throws DmaBufException when the kernel refuses ({@code mmap}): ENOMEM, or EINVAL by some exporters
     */
    public MemorySegment map(MapMode mode, long offset, long bytes, Arena arena) throws DmaBufException {
        boolean writable = isWritable(mode);
        checkWithin(offset, bytes);
        long start = Machine.roundDownToPages(offset);
        Objects.requireNonNull(arena);
        resource.acquire();
        try {
            Mapping mapping = Mapping.of(resource, writable, start, offset - start + bytes);
            return mapping.part(offset - start, bytes, writable, arena);
        } finally {
            release();
        }
    }

    private static boolean isWritable(MapMode mode) {
        if (mode.equals(MapMode.READ_WRITE)) {
            return true;
        }
        if (mode.equals(MapMode.READ_ONLY)) {
            return false;
        }
        throw new UnsupportedOperationException("a dma-buf is mapped READ_ONLY or READ_WRITE, not " + mode);
    }

    private void checkWithin(long offset, long bytes) {
        if (offset < 0 || bytes < 1 || offset > size() || bytes > size() - offset) {
            throw new IllegalArgumentException(
                    "offset " + offset + " and length " + bytes + " are no part of a buffer of " + size() + " bytes");
        }
    }

    /**
     * Opens a scope in which this thread may touch the buffer's bytes. Waits for devices that still use the buffer,
     * however long they take; an interrupt does not end the wait ({@link #await} can be interrupted, and has a limit). A
     * virtual thread leaves its carrier to others meanwhile. The first scope maps the buffer, further ones use that
     * mapping.
     *
     * @param mode what the processor will do
     * @return the scope, to be closed by this thread
     * @throws NoPermissionException when the descriptor does not allow the mode (EACCES)
     * @throws DmaBufException when the kernel refuses ({@code mmap}, {@code DMA_BUF_IOCTL_SYNC})
     */
    public CpuAccess access(Access mode) throws DmaBufException {
        resource.acquire();
        boolean started = false;
        try {
            if (Thread.currentThread().isVirtual()) {
                BufferFences.awaitOnVirtualThread(readiness(mode));
            }
            MemorySegment memory = resource.memory(mode.writes());
            CpuAccess access = CpuAccess.start(new AccessTarget(this), mode, memory);
            started = true;
            return access;
        } finally {
            if (!started) {
                release();
            }
        }
    }

    /** Holds the buffer, and its descriptor open, for one scope. */
    private record AccessTarget(DmaBuf buffer) implements CpuAccess.Target {
        @Override
        public void sync(long flags) throws DmaBufException {
            buffer.resource.sync((int) flags);
        }

        @Override
        public void ended() {
            buffer.release();
        }
    }

    /**
     * The fences of the devices that use this buffer now, as a snapshot.
     *
     * @param mode what is to wait for them: {@link Access#READ} asks for those of devices that write, the other
     *     modes for all
     * @return the fences, to be closed by the caller; signaled already where there are none
     * @throws UnsupportedKernelException before Linux 6.0, or without {@code CONFIG_SYNC_FILE} (ENOTTY)
     * @throws DmaBufException when no descriptor is left (EMFILE), or no memory (ENOMEM)
     */
    public SyncFile exportSyncFile(Access mode) throws DmaBufException {
        resource.acquire();
        try {
            return resource.exportSyncFile(mode);
        } finally {
            release();
        }
    }

    /**
     * Adds fences to this buffer: whoever uses it from now on waits for them as well. The sync file stays as it is.
     *
     * @param fences of work with this buffer
     * @param mode what that work does: {@link Access#READ} lets others read meanwhile, the other modes let them
     *     wait
     * @throws UnsupportedKernelException before Linux 6.0, or without {@code CONFIG_SYNC_FILE} (ENOTTY)
     * @throws DmaBufException when the kernel refuses ({@code DMA_BUF_IOCTL_IMPORT_SYNC_FILE}): ENOMEM
     */
    public void importSyncFile(SyncFile fences, Access mode) throws DmaBufException {
        resource.acquire();
        try {
            resource.importSyncFile(fences, mode);
        } finally {
            release();
        }
    }

    /**
     * Waits until no device uses this buffer in a way that the mode has to wait for: for those that write, or, to write,
     * for all. Whether a device's work has failed is not told: {@link SyncFile#await} does, of fences that were exported
     * before they failed ({@link #exportSyncFile}).
     *
     * <p>After a wait in vain, and after {@link #isReady} has said no, the kernel keeps the memory, and the buffer's entry in
     * its statistics, until the device is done with it, even when all have closed the buffer.
     *
     * @param mode what is to be done then
     * @param timeout how long to wait; zero or less asks without waiting
     * @return whether the buffer is free; false when the time has passed
     * @throws InterruptedException when this thread was or is interrupted
     * @throws DmaBufException when no wait is possible: EMFILE, or ENOSPC where the user's limit of watches is reached
     */
    public boolean await(Access mode, Duration timeout) throws DmaBufException, InterruptedException {
        resource.acquire();
        try {
            return readiness(mode).await(Deadline.after(timeout));
        } finally {
            release();
        }
    }

    /**
     * Whether no device uses this buffer in a way that the mode has to wait for; asked without waiting.
     *
     * @param mode what is to be done
     * @return whether the buffer is free
     * @throws DmaBufException when the kernel refuses ({@code poll}): ENOMEM
     */
    public boolean isReady(Access mode) throws DmaBufException {
        resource.acquire();
        try {
            return readiness(mode).isReady();
        } finally {
            release();
        }
    }

    /**
     * A future that completes when no device uses this buffer in a way that the mode has to wait for. For many at once
     * there are {@link CompletableFuture#allOf} and {@link CompletableFuture#anyOf}, for a limit
     * {@link CompletableFuture#orTimeout}. What depends on it runs in a virtual thread of its own, unless told
     * otherwise. Cancelling it ends the wait.
     *
     * @param mode what is to be done then
     * @return a new future
     * @throws DmaBufException when no wait is possible: EMFILE, or ENOSPC where the user's limit of watches is reached
     */
    public CompletableFuture<Void> whenReady(Access mode) throws DmaBufException {
        resource.acquire();
        try {
            return readiness(mode).future(this, () -> null);
        } finally {
            release();
        }
    }

    private Readiness readiness(Access mode) {
        return BufferFences.readiness(resource, mode);
    }

    /**
     * Another owner of the same buffer, with a descriptor of its own (closed by exec). The memory lives until the
     * last of them is closed.
     *
     * @return the other owner
     * @throws DmaBufException when no descriptor is left: EMFILE
     */
    public DmaBuf duplicate() throws DmaBufException {
        DmaBuf copy = new DmaBuf(resource.duplicate());
        int fd = resource.acquire();
        try {
            int result = copy.own(Sys.duplicate(fd));
            if (result < 0) {
                copy.discard();
                throw new DmaBufException("F_DUPFD_CLOEXEC", resource.target(), -result);
            }
            return copy;
        } finally {
            release();
        }
    }

    /** Gives up this process's hold on the buffer. Further calls do nothing. */
    @Override
    public void close() {
        try {
            resource.close();
            if (resource.isDisposed()) {
                cleanable.clean();
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return "DmaBuf[" + resource.shown() + ", " + size() + " bytes" + (resource.isClosed() ? ", closed]" : "]");
    }

    private void release() {
        try {
            resource.release();
        } finally {
            // Until here the Cleaner must not think that the buffer was dropped.
            Reference.reachabilityFence(this);
        }
    }
}
