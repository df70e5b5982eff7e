// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.sync_fence_info;
import io.github.dmabuf4j.internal.gen.sync_file_info;
import io.github.dmabuf4j.internal.gen.sync_merge_data;
import io.github.dmabuf4j.internal.sys.Deadline;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Fences of devices, held by this process through a file descriptor: each stands for work that a device has still to do,
 * or has done, with a buffer.
 *
 * <p>A sync file is a snapshot: fences that come to a buffer later do not change what was exported from it before
 * ({@link DmaBuf#exportSyncFile}).
 *
 * <p>All methods may be called by any thread. After {@link #close} each of them but {@link #fd}, {@link #close} and
 * {@link #toString} throws {@link IllegalStateException}. A close while another thread is within a call, waits, or has a
 * {@link HeldFd} takes effect when that has ended: it does not end a wait. A sync file that is dropped without a close
 * is freed after the garbage collector has noticed, and reported once as a warning (SLF4J, logger of this class).
 *
 * <p>Waiting holds no carrier: many virtual threads may wait at once. One thread of this library, and one descriptor,
 * serve all waits of the process.
 *
 * <p>Needs {@code CONFIG_SYNC_FILE}; exporting from and importing into buffers needs Linux 6.0.
 */
public final class SyncFile implements AutoCloseable {
    static {
        NativeAccess.check();
    }

    /** The longest name in bytes, without the NUL that ends it. */
    public static final int MAX_NAME_BYTES = 31;

    private static final Ioctl FILE_INFO =
            new Ioctl("SYNC_IOC_FILE_INFO", LinuxDmaBuf.SYNC_IOC_FILE_INFO(), sync_file_info.layout());
    private static final Ioctl MERGE =
            new Ioctl("SYNC_IOC_MERGE", LinuxDmaBuf.SYNC_IOC_MERGE(), sync_merge_data.layout());

    /** What procfs shows where a descriptor is a sync file. */
    private static final String LINK = "anon_inode:sync_file";

    static {
        // What has run once needs no class and no memory any more.
        withoutNumber("nowhere").close();
    }

    private final Resource resource;
    private final Cleaner.Cleanable cleanable;

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
        this.cleanable = resource.endWith(this);
    }

    /**
     * A sync file without a descriptor, for {@link #own}: it is complete before the kernel gives one.
     *
     * @param origin where the descriptor will have come from, for messages
     */
    static SyncFile withoutNumber(String origin) {
        return new SyncFile(new Resource(origin));
    }

    /**
     * Takes over what a system call has just given: a descriptor that is a sync file for certain. Cannot fail.
     *
     * @param result the descriptor, or a negative errno, with which this is of no use any more
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
     * Takes over a descriptor that came from elsewhere: from a graphics library, over a socket. From then on the sync
     * file owns the number and nobody else may close it. Its flags stay as they are.
     *
     * @param fd a descriptor of this process
     * @return the sync file
     * @throws DmaBufException when it is not an open descriptor (EBADF), or not a sync file, or procfs, which reports that,
     *     cannot be read (ENOENT, ENOMEM); the descriptor is left as it was
     */
    public static SyncFile adopt(int fd) throws DmaBufException {
        String target = "fd " + fd;
        // Not by asking with an ioctl: another device may take its number for one of its own.
        DmaBufException.check("F_GETFD", target, Sys.fcntl(fd, LibC.F_GETFD(), 0));
        String link = DescriptorLink.of(fd);
        if (!link.equals(LINK)) {
            throw new DmaBufException("adopt", target, 0, "it is not a sync file but " + TerminalEscape.of(link));
        }
        SyncFile syncFile = withoutNumber("another owner");
        syncFile.own(fd);
        return syncFile;
    }

    /**
     * The descriptor's number, for other libraries. It is valid while this is open: whoever needs it for the length of a
     * call takes {@link #holdFd}.
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
     * How far the fences are, without waiting.
     *
     * @return {@link FenceState#PENDING} until all are signaled
     * @throws DmaBufException when the kernel refuses ({@code SYNC_IOC_FILE_INFO})
     */
    public FenceState state() throws DmaBufException {
        resource.acquire();
        try {
            return FenceState.of(status());
        } finally {
            release();
        }
    }

    /** As the kernel writes it; the caller holds the descriptor. */
    private int status() throws DmaBufException {
        MemorySegment arg = Scratch.cleared(sync_file_info.layout());
        DmaBufException.check(FILE_INFO.name(), resource.target(), FILE_INFO.call(resource.number(), arg));
        return sync_file_info.status(arg);
    }

    /**
     * Waits until all fences are signaled.
     *
     * @param timeout how long to wait; zero or less asks without waiting
     * @return whether they are; false when the time has passed
     * @throws FenceException when they are, one of them with an error; its errno is the fence's
     * @throws InterruptedException when this thread was or is interrupted
     * @throws DmaBufException when no wait is possible: EMFILE, or ENOSPC where the user's limit of watches is reached
     */
    public boolean await(Duration timeout) throws DmaBufException, InterruptedException {
        resource.acquire();
        try {
            if (!readiness().await(Deadline.after(timeout))) {
                return false;
            }
            failIfFailed();
            return true;
        } finally {
            release();
        }
    }

    /**
     * A future that completes when all fences are signaled, with a {@link FenceException} where one of them was so with
     * an error. For many at once there are {@link CompletableFuture#allOf} and {@link CompletableFuture#anyOf}, for a limit
     * {@link CompletableFuture#orTimeout}. What depends on it runs in a virtual thread of its own, unless told
     * otherwise. Cancelling it ends the wait.
     *
     * @return a new future
     * @throws DmaBufException when no wait is possible: EMFILE, or ENOSPC where the user's limit of watches is reached
     */
    public CompletableFuture<Void> whenSignaled() throws DmaBufException {
        resource.acquire();
        try {
            return readiness().future(this, this::failure);
        } finally {
            release();
        }
    }

    private @Nullable DmaBufException failure() {
        try {
            failIfFailed();
            return null;
        } catch (DmaBufException failure) {
            return failure;
        }
    }

    private Readiness readiness() {
        return new Readiness(resource, LibC.POLLIN());
    }

    private void failIfFailed() throws DmaBufException {
        int status = status();
        if (status < 0) {
            throw new FenceException("wait", resource.target(), -status);
        }
    }

    /**
     * What the kernel says of these fences.
     *
     * @return name, state and each fence
     * @throws DmaBufException when the kernel refuses ({@code SYNC_IOC_FILE_INFO})
     */
    public SyncFileInfo info() throws DmaBufException {
        int fd = resource.acquire();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(sync_file_info.layout());
            DmaBufException.check(FILE_INFO.name(), resource.target(), FILE_INFO.call(fd, info));
            // The first call counted them. Fewer may be left at the second, more never.
            int most = sync_file_info.num_fences(info);
            MemorySegment fences = sync_fence_info.allocateArray(most, arena);
            sync_file_info.sync_fence_info(info, fences.address());
            DmaBufException.check(FILE_INFO.name(), resource.target(), FILE_INFO.call(fd, info));
            return infoOf(info, fences);
        } finally {
            release();
        }
    }

    /** Of what the kernel wrote, however many fences it says that there are. */
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
     * Fences of two sync files in a new one, which is signaled when both are. Neither of the two changes. What is
     * signaled already is left out, and its error with it.
     *
     * @param name of the new one, at most 31 bytes, without NUL: UTF-8, and bytes as {@link DmaBuf#name} gives them
     * @param other the second
     * @return the new one, to be closed by the caller
     * @throws IllegalArgumentException when the name is too long, has a NUL, or has half a character that stands for no byte
     * @throws DmaBufException when no descriptor is left (EMFILE), or no memory (ENOMEM)
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
            release();
        }
    }

    /** Gives up this process's hold on the fences. Further calls do nothing. */
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
        return "SyncFile[" + resource.shown() + (resource.isClosed() ? ", closed]" : "]");
    }

    private void release() {
        try {
            resource.release();
        } finally {
            // Until here the Cleaner must not think that this was dropped.
            Reference.reachabilityFence(this);
        }
    }
}
