// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.FileStatus;
import io.github.dmabuf4j.internal.sys.FileType;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.Privileges;
import io.github.dmabuf4j.internal.sysfs.BuffersDirectory;
import io.github.dmabuf4j.internal.sysfs.EntryReader;
import io.github.dmabuf4j.internal.sysfs.InodeListing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel's DMA-BUF statistics in sysfs: every buffer of the machine, held by this process or not, in
 * {@code /sys/kernel/dmabuf/buffers/<inode>/}.
 *
 * <p>They came with Linux 5.15 (commit bdb8d06dfefd), need {@code CONFIG_DMABUF_SYSFS_STATS=y} and were removed in
 * Linux 7.0 (commit ab4c3dcf9a71). No released mainline kernel reports the attachments of a buffer. Some Android kernels
 * do, and this project's test kernel does with its patch.
 *
 * <p>An object may be used by any thread and needs no close. The directory of the kernel's statistics is opened at the first
 * use and stays open for the process: one descriptor, which exec closes.
 */
public final class SysfsStats implements StatsSource {
    static {
        NativeAccess.check();
    }

    /** Where the kernel has the statistics. */
    public static final Path DEFAULT_ROOT = BuffersDirectory.OF_KERNEL;

    // Some Android kernels make the entry of a new buffer from a work queue, a moment after the buffer.
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final BuffersDirectory directory;
    private final EntryReader<SysfsBufferStats> reader;

    /** What {@link #refresh} need not read again. */
    private volatile Scanned last = Scanned.NOTHING;

    private record Scanned(InodeListing listing, SysfsSnapshot snapshot) {
        static final Scanned NOTHING = new Scanned(InodeListing.EMPTY, new SysfsSnapshot(List.of(), 0, List.of()));

        /** Whether all of these entries were read. */
        boolean isAllOf(InodeListing now) {
            return snapshot.buffers().size() == now.count()
                    && snapshot.unreadable().isEmpty()
                    && now.isSameAs(listing);
        }

        Map<Long, SysfsBufferStats> byInode() {
            Map<Long, SysfsBufferStats> known = new HashMap<>();
            snapshot.buffers().forEach(buffer -> known.put(buffer.inode(), buffer));
            return known;
        }
    }

    private SysfsStats(BuffersDirectory directory, boolean withAttachments) {
        this.directory = directory;
        this.reader = new EntryReader<>(directory, withAttachments, SysfsBufferStats::of);
    }

    /**
     * Opens the statistics of this kernel.
     *
     * @return the view
     * @throws UnsupportedKernelException if this kernel has none (ENOENT); the message says what they need
     * @throws NoPermissionException if this user may not list them (EACCES)
     * @throws DmaBufException if they cannot be opened for another reason: EMFILE, ENOMEM
     */
    public static SysfsStats open() throws DmaBufException {
        return open(DEFAULT_ROOT);
    }

    /**
     * Opens the statistics in a directory: of another root file system, or made by hand for a test.
     *
     * @param root a directory with a subdirectory for each buffer
     * @return the view
     * @throws UnsupportedKernelException if there is no such directory (ENOENT, ENOTDIR)
     * @throws NoPermissionException if this user may not list it (EACCES)
     * @throws DmaBufException if it cannot be opened for another reason: EMFILE, ENOMEM
     */
    public static SysfsStats open(Path root) throws DmaBufException {
        BuffersDirectory directory = new BuffersDirectory(root);
        // Opened here already: a descriptor that a later call leaves open would look like a leak of that call.
        int result = openAndCheck(directory);
        if (result < 0) {
            throw openFailure(root.toString(), -result);
        }
        return new SysfsStats(directory, true);
    }

    private static int openAndCheck(BuffersDirectory directory) {
        int fd = directory.open();
        try {
            return fd < 0 ? fd : checkDirectory(fd);
        } finally {
            directory.close(fd);
        }
    }

    private static int checkDirectory(int fd) {
        int result = FileStatus.read(fd, LibC.STATX_TYPE());
        return result < 0 || FileStatus.type() == FileType.DIRECTORY ? result : -LibC.ENOTDIR();
    }

    private static DmaBufException openFailure(String root, int errno) {
        if (errno == LibC.ENOENT() || errno == LibC.ENOTDIR()) {
            return new UnsupportedKernelException("open", root, errno, kernelAdvice());
        }
        if (ErrorNumber.isNoPermission(errno)) {
            String advice = Privileges.ofThisThread().missingForFileOfRoot()
                    + ", or let this user list and search the directory";
            return new NoPermissionException("open", root, errno, advice);
        }
        return new DmaBufException("open", root, errno);
    }

    private static String kernelAdvice() {
        return "this kernel (Linux " + System.getProperty("os.version")
                + ") has no DMA-BUF statistics in sysfs: they need"
                + " Linux 5.15 to 6.18 built with CONFIG_DMABUF_SYSFS_STATS=y; Linux 7.0 removed them";
    }

    /**
     * A view that reads inode, size and exporter alone. Where the kernel reports attachments, this saves a system call for
     * each buffer; elsewhere it saves none. The buffers of the view have no attachments, even if the kernel reports some.
     *
     * @return another view of the same statistics
     */
    public SysfsStats withoutAttachments() {
        return new SysfsStats(directory, false);
    }

    /**
     * Reads the statistics of a buffer that this process holds.
     *
     * @param buffer an open buffer
     * @return what the kernel reports of it now
     * @throws DmaBufException if it has no entry (ENOENT), or the entry cannot be read
     * @throws IllegalStateException if the buffer is closed
     */
    public SysfsBufferStats of(DmaBuf buffer) throws DmaBufException {
        // Only a missing entry is waited for, by the clock: on some machines reading the clock is a system call.
        Optional<SysfsBufferStats> found = find(buffer.inode());
        return found.isPresent() ? found.get() : awaited(buffer);
    }

    private SysfsBufferStats awaited(DmaBuf buffer) throws DmaBufException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0 && pause()) {
            // Asks for the inode each time: that throws if another thread has closed the buffer.
            Optional<SysfsBufferStats> found = find(buffer.inode());
            if (found.isPresent()) {
                return found.get();
            }
        }
        String advice = "the statistics have no entry for a buffer that is open";
        throw new DmaBufException("open", reader.path(buffer.inode()), LibC.ENOENT(), advice);
    }

    /** False if the thread is interrupted: then the waiting ends. */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Reads the statistics of any buffer.
     *
     * @param inode the buffer's inode, unsigned 64 bits
     * @return what the kernel reports of it now; empty if there is no such buffer, or it was freed
     * @throws DmaBufException if the entry is there and cannot be read, or makes no sense
     */
    public Optional<SysfsBufferStats> find(long inode) throws DmaBufException {
        int fd = directory.open();
        if (fd == -LibC.ENOENT()) {
            return Optional.empty();
        }
        checkOpen(fd);
        try {
            return reader.read(fd, inode);
        } finally {
            directory.close(fd);
        }
    }

    private void checkOpen(int fd) throws DmaBufException {
        if (fd < 0) {
            throw directory.failure(-fd);
        }
    }

    /**
     * Reads all buffers. A buffer that is freed meanwhile, or an entry that cannot be read, does not end the scan: the
     * snapshot counts it.
     *
     * @return the buffers and what could not be read of them
     * @throws DmaBufException if the directory itself cannot be listed
     */
    public SysfsSnapshot snapshot() throws DmaBufException {
        return scan(Scanned.NOTHING);
    }

    /**
     * Reads all buffers with fewer system calls than {@link #snapshot}. Size and exporter of the buffers in this object's
     * last snapshot are not read again: they never change, and the kernel never uses an inode again. Attachments change:
     * they are read again, if this view reads them and the kernel reports them. The first call of an object that has made no
     * snapshot reads everything.
     *
     * @return the buffers there are now, and what could not be read of them
     * @throws DmaBufException if the directory itself cannot be listed
     */
    public SysfsSnapshot refresh() throws DmaBufException {
        return scan(last);
    }

    private SysfsSnapshot scan(Scanned known) throws DmaBufException {
        // Whether the kernel reports attachments is known since the entries of that snapshot were read.
        boolean entriesNeverChange = !reader.reportsAttachments();
        int fd = directory.open();
        checkOpen(fd);
        try {
            InodeListing listing = InodeListing.of(directory, fd);
            SysfsSnapshot snapshot = entriesNeverChange && known.isAllOf(listing)
                    ? known.snapshot()
                    : read(fd, listing, known.byInode());
            last = new Scanned(listing, snapshot);
            return snapshot;
        } finally {
            directory.close(fd);
        }
    }

    private SysfsSnapshot read(int fd, InodeListing listing, Map<Long, SysfsBufferStats> known) {
        return SysfsScan.of(directory, listing, inode -> {
            SysfsBufferStats stats = known.get(inode);
            return stats == null ? reader.read(fd, inode) : Optional.of(withAttachments(fd, stats));
        });
    }

    private SysfsBufferStats withAttachments(int fd, SysfsBufferStats stats) throws DmaBufException {
        return reader.reportsAttachments() ? stats.with(reader.attachments(fd, stats.inode())) : stats;
    }

    @Override
    public String name() {
        return "sysfs";
    }

    /**
     * Reads all buffers, as {@link #refresh} does.
     *
     * @return the buffers there are now, with what could not be read
     * @throws DmaBufException if the directory itself cannot be listed
     */
    @Override
    public SourceReading read() throws DmaBufException {
        SysfsSnapshot snapshot = refresh();
        Set<StatsCapability> capabilities = EnumSet.of(StatsCapability.ALL_BUFFERS, StatsCapability.SIZE_AND_EXPORTER);
        if (reader.reportsAttachments()) {
            capabilities.addAll(Set.of(StatsCapability.DEVICES, StatsCapability.MAP_COUNTERS));
        }
        List<BufferInfo> buffers =
                snapshot.buffers().stream().map(BufferInfo::of).toList();
        return new SourceReading(capabilities, buffers, snapshot.gone(), snapshot.unreadable(), List.of());
    }

    @Override
    public Set<Long> inodes() throws DmaBufException {
        int fd = directory.open();
        checkOpen(fd);
        try {
            return InodeListing.of(directory, fd).toSet();
        } finally {
            directory.close(fd);
        }
    }
}
