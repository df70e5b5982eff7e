// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.jfr.BufferFacts;
import io.github.dmabuf4j.internal.jfr.CpuAccessEvent;
import io.github.dmabuf4j.internal.jfr.Events;
import io.github.dmabuf4j.internal.standin.StandIn;
import io.github.dmabuf4j.internal.sys.DescriptorFacts;
import io.github.dmabuf4j.internal.sys.FileStatus;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A DMA-BUF: memory that devices and processes share. This process refers to it by a file descriptor.
 *
 * <p>All methods can be called by any thread. {@link #close} takes effect when the calls and waits of other threads,
 * and all {@link CpuAccess} scopes and {@link HeldFd}s, have ended; it does not end them. Mappings made by {@link #map}
 * stay valid, and keep the memory, until their arena is closed. After {@link #close} or {@link #detachFd}, every method
 * except {@link #fd}, {@link #size}, {@link #isOpen}, {@link #close} and {@link #toString} throws
 * {@link IllegalStateException}.
 *
 * <p>A buffer that becomes unreachable without a close is freed after the next garbage collection. A warning reports it once
 * (SLF4J, logger of this class), with a stack trace of where the buffer was made. A stack trace costs a quarter of an allocation.
 * The system property {@code io.github.dmabuf4j.allocationSites} says which buffers and sync files have it:
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
 * <p>{@link LiveBuffers} counts the buffers of this JVM, and {@link BufferLedger} records where those that are live were allocated.
 * Flight Recorder gets events of allocations, closes, dropped buffers, access scopes and waits (names {@code dmabuf4j.*}).
 *
 * <p>Needs Linux 5.3 ({@code DMA_BUF_SET_NAME}, and the file system magic by which a DMA-BUF is recognised).
 */
public final class DmaBuf implements AutoCloseable {
    static {
        NativeAccess.check();
    }

    /** The maximum length of a name in bytes, without the terminating NUL. */
    public static final int MAX_NAME_BYTES = LinuxDmaBuf.DMA_BUF_NAME_LEN() - 1;

    static {
        // Initializes all classes that a hold and a close need, so that no later one fails for want of memory.
        DmaBuf nowhere = withoutNumber("nowhere", 0);
        nowhere.holdFd().close();
        nowhere.close();
        FailedAllocation.prepare();
        Events.set(new PeriodicEvents());
        BufferMBeans.registerIfAsked();
    }

    private final BufferResource resource;

    private DmaBuf(BufferResource resource) {
        this.resource = resource;
        resource.freeAfter(this);
    }

    /**
     * Makes a buffer without a descriptor, for {@link #own}. The object is complete before the kernel gives a descriptor.
     *
     * @param origin where the descriptor will come from, for messages
     */
    static DmaBuf withoutNumber(String origin, long size) {
        return new DmaBuf(new BufferResource(origin, size));
    }

    /**
     * Takes ownership of the result of a system call: a descriptor that is certainly a DMA-BUF of this size. Cannot fail.
     *
     * @param result the descriptor, or a negative errno; after the latter, call {@link #discard}
     * @return {@code result}
     */
    int own(int result) {
        return resource.take(result);
    }

    /** What events report of this buffer. */
    BufferFacts facts() {
        return resource;
    }

    /** Ends a buffer that got no descriptor. */
    void discard() {
        close();
    }

    /**
     * Takes ownership of a descriptor that another library, a parent process or a socket has given to this process.
     * From then on this buffer closes the descriptor, and no other code may. The descriptor's flags do not change.
     *
     * @param fd a descriptor of this process
     * @return the buffer, to be closed by the caller
     * @throws DmaBufException when {@code fd} is not open (EBADF) or is not a DMA-BUF (errno 0); it stays the caller's
     *     then
     */
    public static DmaBuf adopt(int fd) throws DmaBufException {
        DmaBuf buffer = forDescriptor("adopt", fd);
        buffer.own(fd);
        Events.adopted(buffer.resource);
        return buffer;
    }

    /**
     * Makes a buffer with a descriptor of its own (closed by exec) from one that stays another owner's: from a library that keeps its
     * descriptor, or that lends it for the time of a callback.
     *
     * @param fd a descriptor of this process, which stays open during the call
     * @return the buffer, to be closed by the caller
     * @throws DmaBufException when {@code fd} is not open (EBADF) or is not a DMA-BUF (errno 0), or this process has no
     *     descriptor left: EMFILE
     */
    public static DmaBuf duplicateOf(int fd) throws DmaBufException {
        DmaBuf buffer = forDescriptor("duplicateOf", fd);
        int result = buffer.own(Sys.duplicate(fd));
        if (result < 0) {
            buffer.discard();
            throw new DmaBufException("F_DUPFD_CLOEXEC", described(fd), -result);
        }
        Events.adopted(buffer.resource);
        return buffer;
    }

    /** Makes the buffer of another owner's descriptor, for {@link #own}; fails where that is not a DMA-BUF. */
    private static DmaBuf forDescriptor(String operation, int fd) throws DmaBufException {
        boolean isStandIn = isStandIn(operation, fd);
        long size = isStandIn ? standInBytes(fd) : DescriptorFacts.bufferBytes(fd);
        if (size < 0) {
            throw new DmaBufException(isStandIn ? "statx" : "lseek", described(fd), (int) -size);
        }
        return new DmaBuf(isStandIn ? new StandInResource(size) : new BufferResource("another owner", size));
    }

    /** A stand-in has an offset, which stays as it is. Returns the size, or the negative errno. */
    private static long standInBytes(int fd) {
        int result = FileStatus.read(fd, LibC.STATX_SIZE());
        return result < 0 ? result : FileStatus.size();
    }

    /** Whether it stands in for a DMA-BUF, or is one; fails where it is neither. */
    private static boolean isStandIn(String operation, int fd) throws DmaBufException {
        long magic = DescriptorFacts.fileSystem(fd);
        if (magic == DescriptorFacts.DMA_BUF) {
            return false;
        }
        if (magic < 0) {
            throw new DmaBufException("fstatfs", described(fd), (int) -magic);
        }
        if (!StandIn.is(fd)) {
            KernelFile link = OpenFiles.readLink(fd);
            String is = link.isRead() ? link.text() : "another file";
            throw new DmaBufException(
                    operation,
                    described(fd),
                    0,
                    "it is not a dma-buf but " + TerminalEscape.of(is) + " (file system 0x" + Long.toHexString(magic)
                            + ")");
        }
        return true;
    }

    /** For messages alone: most descriptors need none. */
    private static String described(int fd) {
        return "fd " + fd;
    }

    /**
     * Returns the descriptor's number. It is valid while this buffer is open. To use it in a system call, hold it by
     * {@link #holdFd}. To keep it for longer, {@link #duplicate} the buffer. To give it to an interface that takes
     * ownership, call {@link #detachFd}.
     *
     * @return the number, also after a close
     */
    public int fd() {
        return resource.number();
    }

    /**
     * Holds the descriptor open: a close of this buffer takes effect when the hold is closed.
     *
     * @return the hold, to be closed by the caller
     */
    public HeldFd holdFd() {
        return HeldFd.of(resource, this);
    }

    /**
     * Gives up ownership of the descriptor without closing it: for interfaces that take ownership, such as an import into
     * Vulkan. (EGL does not take ownership of a DMA-BUF: use {@link #holdFd} for it.) The caller, or the interface that
     * gets the number, closes it. This object is closed
     * from then on. Mappings made by {@link #map} stay valid.
     *
     * <p>The number is given away only when nothing uses it. Where another thread may use the buffer, or where this
     * object is to stay open, detach a {@link #duplicate}.
     *
     * @return the number of the open descriptor, closed by exec unless it was adopted without that flag
     * @throws IllegalStateException when this buffer is closed or detached already, or is in use: by a call or a wait
     *     of another thread, a {@link CpuAccess} or {@link HeldFd} that is open, or a future of {@link #whenReady} that
     *     is not complete. Then nothing changes
     */
    public int detachFd() {
        return resource.detachRecorded(this);
    }

    /**
     * Returns whether this buffer is open.
     *
     * @return false after {@link #close} or {@link #detachFd}, even where a close has still to take effect
     */
    public boolean isOpen() {
        return !resource.isClosed();
    }

    /**
     * Returns the buffer's size.
     *
     * @return bytes, a multiple of the page size
     */
    public long size() {
        return resource.size();
    }

    /**
     * Returns the buffer's inode, which identifies it in the kernel's statistics. All descriptors and mappings of a
     * buffer, in all processes, have the same inode. Until the machine reboots, no two buffers have the same inode.
     *
     * @return an unsigned 64-bit number
     * @throws DmaBufException when the kernel refuses ({@code statx})
     */
    public long inode() throws DmaBufException {
        long known = resource.inodeRead();
        return known == 0 || resource.isClosed() ? readInode() : known;
    }

    private long readInode() throws DmaBufException {
        resource.acquire();
        try {
            return resource.inode();
        } finally {
            resource.releaseFor(this);
        }
    }

    /**
     * Returns the buffer's current name. Any process that has the buffer can change it.
     *
     * <p>A byte {@code 0xNN} that is not valid UTF-8 is returned as the lone surrogate {@code U+DC00 + 0xNN}. Different
     * names therefore stay different, and {@link #setName} writes the same bytes again.
     *
     * @return the name, empty where none was set; it can contain line ends and terminal escapes
     * @throws DmaBufException when procfs cannot be read: ENOENT where it is not mounted, ENOMEM
     */
    public String name() throws DmaBufException {
        resource.acquire();
        try {
            return resource.name();
        } finally {
            resource.releaseFor(this);
        }
    }

    /**
     * Sets the buffer's name, which all processes that have the buffer see, and which statistics show.
     *
     * @param name at most {@link #MAX_NAME_BYTES} bytes without NUL, encoded as {@link #name} decodes them
     * @throws IllegalArgumentException when the name is too long, contains a NUL, or contains a surrogate that stands
     *     for no byte
     * @throws DmaBufException when the kernel refuses: ENOMEM, or before Linux 5.17 EBUSY while a device is attached
     */
    public void setName(String name) throws DmaBufException {
        byte[] bytes = KernelName.bytes("buffer", name, MAX_NAME_BYTES);
        resource.acquire();
        try {
            resource.setName(bytes);
        } finally {
            resource.releaseFor(this);
        }
    }

    /**
     * Maps a part of the buffer, with the parameters of
     * {@link java.nio.channels.FileChannel#map(MapMode, long, long, Arena)}. The mapping stays valid after this buffer
     * is closed. Access to its bytes belongs into a {@link CpuAccess} scope, which keeps the CPU's caches coherent.
     *
     * @param mode {@link MapMode#READ_ONLY} or {@link MapMode#READ_WRITE}
     * @param offset the start of the part in bytes; need not be a multiple of the page size
     * @param bytes the length of the part, at least 1
     * @param arena the arena whose close unmaps the part
     * @return the part
     * @throws IllegalArgumentException when the part is empty or is not within the buffer
     * @throws UnsupportedOperationException for another mode: exporters share memory, they do not copy on write
     * @throws NoPermissionException when the descriptor was not opened for the mode (EACCES)
     * @throws DmaBufException when the kernel refuses ({@code mmap}): ENOMEM, or with some exporters EINVAL
     */
    public MemorySegment map(MapMode mode, long offset, long bytes, Arena arena) throws DmaBufException {
        boolean writable = Mapping.isWritable(mode);
        checkWithin(offset, bytes);
        long start = Machine.roundDownToPages(offset);
        Objects.requireNonNull(arena);
        resource.acquire();
        try {
            Mapping mapping = Mapping.of(resource, writable, start, offset - start + bytes);
            return mapping.part(offset - start, bytes, writable, arena);
        } finally {
            resource.releaseFor(this);
        }
    }

    private void checkWithin(long offset, long bytes) {
        if (offset < 0 || bytes < 1 || offset > size() || bytes > size() - offset) {
            throw new IllegalArgumentException("the part at offset " + offset + " of length " + bytes
                    + " is empty or not within the buffer of " + size() + " bytes");
        }
    }

    /**
     * Opens a scope in which the current thread can access the buffer's bytes. Waits for devices that still use the
     * buffer, without a time limit. An interrupt does not end the wait; {@link #await} can be interrupted and has a
     * limit. A virtual thread releases its carrier while it waits. The first scope maps the buffer; later ones use the
     * same mapping.
     *
     * @param mode what the CPU will do
     * @return the scope, to be closed by the same thread
     * @throws NoPermissionException when the descriptor was not opened for the mode (EACCES)
     * @throws DmaBufException when the kernel refuses ({@code mmap}, {@code DMA_BUF_IOCTL_SYNC})
     */
    public CpuAccess access(Access mode) throws DmaBufException {
        resource.acquire();
        boolean started = false;
        try {
            CpuAccessEvent event = Events.access(mode.name());
            awaitOnVirtualThread(mode);
            MemorySegment memory = resource.memory(mode.writes());
            CpuAccess access = CpuAccess.start(new AccessTarget(this, event), mode, memory);
            started = true;
            return access;
        } finally {
            if (!started) {
                resource.releaseFor(this);
            }
        }
    }

    /**
     * Opens a scope in which the CPU can access the buffer's bytes through mappings that the program made
     * ({@link #map}). It waits as {@link #access} does, but maps nothing: the scope has no segment, and takes no memory
     * of the Java heap after the JIT compiler has compiled its method. {@link CpuSync} says what the program must see to.
     *
     * <pre>{@code
     * MemorySegment pixels = buffer.map(MapMode.READ_ONLY, 0, buffer.size(), arena); // once
     * while (camera.fillsTheBuffer()) {
     *     try (CpuSync _ = buffer.sync(Access.READ)) {
     *         analyse(pixels);
     *     }
     * }
     * }</pre>
     *
     * @param mode what the CPU will do; not compared with what the descriptor was opened for
     * @return the scope, to be closed by the same thread
     * @throws DmaBufException when the kernel refuses ({@code DMA_BUF_IOCTL_SYNC})
     */
    public CpuSync sync(Access mode) throws DmaBufException {
        resource.acquire();
        boolean started = false;
        try {
            CpuAccessEvent event = Events.access(mode.name());
            awaitOnVirtualThread(mode);
            CpuSync scope = CpuSync.start(new AccessTarget(this, event), mode);
            started = true;
            return scope;
        } finally {
            if (!started) {
                resource.releaseFor(this);
            }
        }
    }

    /** The start of a scope would hold the carrier of a virtual thread while it waits. */
    private void awaitOnVirtualThread(Access mode) {
        if (Thread.currentThread().isVirtual()) {
            BufferFences.awaitOnVirtualThread(readiness(mode));
        }
    }

    /** Keeps the buffer reachable, and its descriptor open, during one scope. */
    private record AccessTarget(DmaBuf buffer, @Nullable CpuAccessEvent event) implements CpuAccess.Target {
        @Override
        public void start(Access mode) throws DmaBufException {
            buffer.resource.start(mode);
            if (event != null) {
                event.started();
            }
        }

        @Override
        public void end(Access mode) throws DmaBufException {
            buffer.resource.end(mode);
        }

        @Override
        public void ended() {
            try {
                if (event != null) {
                    event.commit(buffer.resource);
                }
            } finally {
                buffer.resource.releaseFor(buffer);
            }
        }
    }

    /**
     * Exports the current fences of the devices that use this buffer. Fences that are added later do not change the
     * result.
     *
     * @param mode what will be done after the fences: {@link Access#READ} exports the fences of devices that write, the
     *     other modes export all fences
     * @return the fences, to be closed by the caller; signaled already where there are none
     * @throws UnsupportedKernelException before Linux 6.0, or without {@code CONFIG_SYNC_FILE} (ENOTTY)
     * @throws DmaBufException when this process has no descriptor left (EMFILE), or there is no memory (ENOMEM)
     */
    public SyncFile exportSyncFile(Access mode) throws DmaBufException {
        resource.acquire();
        try {
            return resource.exportSyncFile(mode);
        } finally {
            resource.releaseFor(this);
        }
    }

    /**
     * Adds fences to this buffer. Whatever uses the buffer from then on waits for them too. The sync file does not
     * change.
     *
     * @param fences fences of work that uses this buffer
     * @param mode what that work does: with {@link Access#READ}, other readers do not wait for it; with the other modes
     *     they do
     * @throws UnsupportedKernelException before Linux 6.0, or without {@code CONFIG_SYNC_FILE} (ENOTTY)
     * @throws DmaBufException when the kernel refuses ({@code DMA_BUF_IOCTL_IMPORT_SYNC_FILE}): ENOMEM
     */
    public void importSyncFile(SyncFile fences, Access mode) throws DmaBufException {
        resource.acquire();
        try {
            resource.importSyncFile(fences, mode);
        } finally {
            resource.releaseFor(this);
        }
    }

    /**
     * Waits until no device uses this buffer in a way that conflicts with the mode: {@link Access#READ} waits for
     * devices that write, the other modes wait for all. The result does not tell whether a device's work has failed.
     * {@link SyncFile#await} does, for fences that were exported before the failure ({@link #exportSyncFile}).
     *
     * <p>When the time has passed, or after {@link #isReady} has returned false, the kernel keeps the buffer's memory
     * and its entry in the statistics until the device has finished, even after all holders have closed the buffer.
     *
     * @param mode what will be done then
     * @param timeout how long to wait; zero or less asks without waiting
     * @return true when the buffer is free; false when the time has passed
     * @throws InterruptedException when this thread is interrupted before or during the wait
     * @throws DmaBufException when waiting is not possible: EMFILE, or ENOSPC where the user's limit of watches is
     *     reached
     */
    public boolean await(Access mode, Duration timeout) throws DmaBufException, InterruptedException {
        return readiness(mode).await(timeout);
    }

    /**
     * Returns, without waiting, whether no device uses this buffer in a way that conflicts with the mode, as for
     * {@link #await}.
     *
     * @param mode what will be done then
     * @return whether the buffer is free
     * @throws DmaBufException when the kernel refuses ({@code poll}): ENOMEM
     */
    public boolean isReady(Access mode) throws DmaBufException {
        return readiness(mode).isReady();
    }

    /**
     * Returns a future that completes when no device uses this buffer in a way that conflicts with the mode, as for
     * {@link #await}. {@link CompletableFuture#allOf} and {@link CompletableFuture#anyOf} combine the futures of many
     * buffers; {@link CompletableFuture#orTimeout} sets a time limit. Dependent actions run in a new virtual thread
     * unless they name an executor. Cancelling the future ends the wait.
     *
     * @param mode what will be done then
     * @return a new future
     * @throws DmaBufException when waiting is not possible: EMFILE, or ENOSPC where the user's limit of watches is
     *     reached
     */
    public CompletableFuture<Void> whenReady(Access mode) throws DmaBufException {
        return readiness(mode).future();
    }

    private Readiness readiness(Access mode) {
        return BufferFences.readiness(resource, mode, this);
    }

    /**
     * Makes another owner of the same buffer, with a descriptor of its own (closed by exec). The memory is freed when
     * the last owner is closed.
     *
     * @return the other owner, to be closed by the caller
     * @throws DmaBufException when this process has no descriptor left: EMFILE
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
            Events.adopted(copy.resource);
            return copy;
        } finally {
            resource.releaseFor(this);
        }
    }

    /** Closes the descriptor, now or when nothing uses it any more. Further calls do nothing. */
    @Override
    public void close() {
        resource.closeFor(this);
    }

    @Override
    public String toString() {
        return "DmaBuf[" + resource.shown() + ", " + size() + " bytes" + (isOpen() ? "]" : ", closed]");
    }
}
