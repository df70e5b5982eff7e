// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.sync_fence_info;
import io.github.dmabuf4j.internal.gen.sync_file_info;
import io.github.dmabuf4j.internal.gen.sync_merge_data;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.LinkTarget;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A sync file: fences of devices, to which this process refers by a file descriptor. A fence stands for work that a
 * device does with a buffer. It is signaled when the work has ended.
 *
 * <p>A sync file is a snapshot. Fences that are added to a buffer later do not change what was exported from it before
 * ({@link DmaBuf#exportSyncFile}).
 *
 * <p>All methods can be called by any thread. {@link #close} takes effect when the calls and waits of other threads,
 * and all {@link HeldFd}s, have ended; it does not end them. After {@link #close} or {@link #detachFd}, every method
 * except {@link #fd}, {@link #isOpen}, {@link #close} and {@link #toString} throws {@link IllegalStateException}. A
 * sync file that becomes unreachable without a close is freed after the next garbage collection, and a warning reports
 * it once (SLF4J, logger of this class).
 *
 * <p>Virtual threads release their carrier while they wait, so many can wait at once. All waits of a process together
 * use one thread of this library and one descriptor.
 *
 * <p>Needs a kernel with {@code CONFIG_SYNC_FILE}. To export from and import into buffers needs Linux 6.0.
 */
public final class SyncFile implements AutoCloseable {
    static {
        NativeAccess.check();
    }

    /** The maximum length of a name in bytes, without the terminating NUL. */
    public static final int MAX_NAME_BYTES = 31;

    private static final Ioctl FILE_INFO =
            new Ioctl("SYNC_IOC_FILE_INFO", LinuxDmaBuf.SYNC_IOC_FILE_INFO(), sync_file_info.layout());
    private static final Ioctl MERGE =
            new Ioctl("SYNC_IOC_MERGE", LinuxDmaBuf.SYNC_IOC_MERGE(), sync_merge_data.layout());

    /** What procfs shows for the descriptor of a sync file. */
    private static final LinkTarget LINK = new LinkTarget("anon_inode:sync_file");

    static {
        // Initializes all classes that a hold and a close need, so that no later one fails for want of memory.
        SyncFile nowhere = withoutNumber("nowhere");
        nowhere.holdFd().close();
        nowhere.close();
    }

    private final Resource resource;

    private static final class Resource extends OwnedDescriptor {
        Resource(String origin) {
            super(SyncFile.class, origin);
        }

        @Override
        protected String kind() {
            return "sync file";
        }
    }

    private SyncFile(Resource resource) {
        this.resource = resource;
        resource.freeAfter(this);
    }

    /**
     * Makes a sync file without a descriptor, for {@link #own}. The object is complete before the kernel gives a
     * descriptor.
     *
     * @param origin where the descriptor will come from, for messages
     */
    static SyncFile withoutNumber(String origin) {
        return new SyncFile(new Resource(origin));
    }

    /**
     * Takes ownership of the result of a system call: a descriptor that is certainly a sync file. Cannot fail.
     *
     * @param result the descriptor, or a negative errno; after the latter, call {@link #discard}
     * @return {@code result}
     */
    int own(int result) {
        return resource.own(result);
    }

    /** Ends a sync file that got no descriptor. */
    void discard() {
        close();
    }

    /**
     * Takes ownership of a descriptor that another library or a socket has given to this process, such as a graphics
     * library that exports a fence. From then on this object closes the descriptor, and no other code may. The
     * descriptor's flags do not change.
     *
     * @param fd a descriptor of this process
     * @return the sync file, to be closed by the caller
     * @throws DmaBufException when {@code fd} is not open (EBADF), is not a sync file (errno 0), or cannot be examined
     *     in procfs (ENOENT, ENOMEM); it stays the caller's then
     */
    public static SyncFile adopt(int fd) throws DmaBufException {
        // Not by an ioctl: another device may use the same request number for something else.
        KernelFile otherLink = OpenFiles.linkOtherThan(LINK, fd);
        if (otherLink != null) {
            throw notASyncFile(fd, otherLink);
        }
        SyncFile syncFile = withoutNumber("another owner");
        syncFile.own(fd);
        return syncFile;
    }

    /** Does not read the link again: the second reading could differ from the one that was judged. */
    private static DmaBufException notASyncFile(int fd, KernelFile link) throws DmaBufException {
        String target = "fd " + fd;
        DmaBufException.check("F_GETFD", target, Sys.fcntl(fd, LibC.F_GETFD(), 0));
        String is = TerminalEscape.of(DescriptorLink.text(fd, link));
        return new DmaBufException("adopt", target, 0, "it is not a sync file but " + is);
    }

    /**
     * Returns the descriptor's number. It is valid while this sync file is open. To use it in a system call, hold it by
     * {@link #holdFd}. To give it to an interface that takes ownership, call {@link #detachFd}.
     *
     * @return the number, also after a close
     */
    public int fd() {
        return resource.number();
    }

    /**
     * Holds the descriptor open: a close of this sync file takes effect when the hold is closed.
     *
     * @return the hold, to be closed by the caller
     */
    public HeldFd holdFd() {
        return HeldFd.of(resource, this);
    }

    /**
     * Gives up ownership of the descriptor without closing it: for interfaces that take ownership, such as imports into
     * Vulkan, OpenGL or OpenCL. The caller, or the interface that gets the number, closes it. This object is closed
     * from then on.
     *
     * <p>The number is given away only when nothing uses it.
     *
     * @return the number of the open descriptor, closed by exec unless it was adopted without that flag
     * @throws IllegalStateException when this sync file is closed or detached already, or is in use: by a call or a
     *     wait of another thread, a {@link HeldFd} that is open, or a future of {@link #whenSignaled} that is not
     *     complete. Then nothing changes
     */
    public int detachFd() {
        return resource.detachFor(this);
    }

    /**
     * Returns whether this sync file is open.
     *
     * @return false after {@link #close} or {@link #detachFd}, even where a close has still to take effect
     */
    public boolean isOpen() {
        return !resource.isClosed();
    }

    /**
     * Returns the state of the fences, without waiting.
     *
     * @return {@link FenceState#PENDING} until all are signaled
     * @throws DmaBufException when the kernel refuses ({@code SYNC_IOC_FILE_INFO})
     */
    public FenceState state() throws DmaBufException {
        resource.acquire();
        try {
            return FenceState.of(status());
        } finally {
            resource.releaseFor(this);
        }
    }

    /** Returns the kernel's number of the state. The caller holds the descriptor. */
    private int status() throws DmaBufException {
        MemorySegment arg = Scratch.cleared(sync_file_info.layout());
        DmaBufException.check(FILE_INFO.name(), resource.target(), FILE_INFO.call(resource.number(), arg));
        return sync_file_info.status(arg);
    }

    /**
     * Waits until all fences are signaled.
     *
     * @param timeout how long to wait; zero or less asks without waiting
     * @return true when all are signaled; false when the time has passed
     * @throws FenceException when all are signaled, at least one of them with an error; its errno is that of the fence
     * @throws InterruptedException when this thread is interrupted before or during the wait
     * @throws DmaBufException when waiting is not possible: EMFILE, or ENOSPC where the user's limit of watches is
     *     reached
     */
    public boolean await(Duration timeout) throws DmaBufException, InterruptedException {
        return readiness().await(timeout);
    }

    /**
     * Returns a future that completes when all fences are signaled. It fails with a {@link FenceException} when one of
     * them was signaled with an error. {@link CompletableFuture#allOf} and {@link CompletableFuture#anyOf} combine the
     * futures of many sync files; {@link CompletableFuture#orTimeout} sets a time limit. Dependent actions run in a new
     * virtual thread unless they name an executor. Cancelling the future ends the wait.
     *
     * @return a new future
     * @throws DmaBufException when waiting is not possible: EMFILE, or ENOSPC where the user's limit of watches is
     *     reached
     */
    public CompletableFuture<Void> whenSignaled() throws DmaBufException {
        return readiness().future();
    }

    private Readiness readiness() {
        return new Readiness(resource, LibC.POLLIN(), this, this::failure);
    }

    /** Returns why a fence has failed, or null. The caller holds the descriptor. */
    private @Nullable DmaBufException failure() {
        try {
            int status = status();
            return status < 0 ? new FenceException("wait", resource.target(), -status) : null;
        } catch (DmaBufException refused) {
            return refused;
        }
    }

    /**
     * Returns the kernel's description of the fences.
     *
     * @return name, state and each fence
     * @throws DmaBufException when the kernel refuses ({@code SYNC_IOC_FILE_INFO})
     */
    public SyncFileInfo info() throws DmaBufException {
        int fd = resource.acquire();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(sync_file_info.layout());
            DmaBufException.check(FILE_INFO.name(), resource.target(), FILE_INFO.call(fd, info));
            // The first call counts the fences. The second can find fewer, but never more.
            int most = sync_file_info.num_fences(info);
            MemorySegment fences = sync_fence_info.allocateArray(most, arena);
            sync_file_info.sync_fence_info(info, fences.address());
            DmaBufException.check(FILE_INFO.name(), resource.target(), FILE_INFO.call(fd, info));
            return infoOf(info, fences);
        } finally {
            resource.releaseFor(this);
        }
    }

    /** Decodes what the kernel wrote. Reads no more fences than there is memory of, whatever the kernel's count. */
    static SyncFileInfo infoOf(MemorySegment info, MemorySegment fences) {
        int status = sync_file_info.status(info);
        long most = fences.byteSize() / sync_fence_info.sizeof();
        List<FenceInfo> list = LongStream.range(
                        0, Math.min(most, Integer.toUnsignedLong(sync_file_info.num_fences(info))))
                .mapToObj(index -> fenceOf(sync_fence_info.asSlice(fences, index)))
                .toList();
        return new SyncFileInfo(
                KernelText.decode(sync_file_info.name(info)), FenceState.of(status), errnoOf(status), list);
    }

    private static FenceInfo fenceOf(MemorySegment fence) {
        int status = sync_fence_info.status(fence);
        return new FenceInfo(
                KernelText.decode(sync_fence_info.driver_name(fence)),
                KernelText.decode(sync_fence_info.obj_name(fence)),
                FenceState.of(status),
                errnoOf(status),
                sync_fence_info.timestamp_ns(fence));
    }

    private static int errnoOf(int status) {
        return Math.max(-status, 0);
    }

    /**
     * Merges the fences of two sync files into a new one, which is signaled when both are. Neither of the two changes.
     * Fences that are signaled already are left out, and their errors with them.
     *
     * @param name the name of the new one: at most {@link #MAX_NAME_BYTES} bytes without NUL, encoded as
     *     {@link DmaBuf#name} decodes them
     * @param other the second sync file
     * @return the new one, to be closed by the caller
     * @throws IllegalArgumentException when the name is too long, contains a NUL, or contains a surrogate that stands
     *     for no byte
     * @throws DmaBufException when this process has no descriptor left (EMFILE), or there is no memory (ENOMEM)
     */
    public SyncFile merge(String name, SyncFile other) throws DmaBufException {
        byte[] bytes = KernelName.bytes("sync file", name, MAX_NAME_BYTES);
        SyncFile merged = withoutNumber("a merge");
        int fd = resource.acquire();
        try (HeldFd second = other.holdFd()) {
            MemorySegment arg = Scratch.cleared(sync_merge_data.layout());
            MemorySegment.copy(bytes, 0, sync_merge_data.name(arg), ValueLayout.JAVA_BYTE, 0, bytes.length);
            sync_merge_data.fd2(arg, second.fd());
            int result = merged.own(MERGE.create(fd, arg, sync_merge_data.fence$offset()));
            if (result < 0) {
                merged.discard();
                throw new DmaBufException(MERGE.name(), resource.target(), -result);
            }
            return merged;
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
        return "SyncFile[" + resource.shown() + (isOpen() ? "]" : ", closed]");
    }
}
