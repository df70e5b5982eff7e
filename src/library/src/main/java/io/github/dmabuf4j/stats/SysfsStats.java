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
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's DMA-BUF statistics in sysfs: every buffer of the machine, held by this process or not, in
 * {@code /sys/kernel/dmabuf/buffers/<inode>/}.
 *
 * <p>They came with Linux 5.15 (commit bdb8d06dfefd), need {@code CONFIG_DMABUF_SYSFS_STATS=y} and were removed in
 * Linux 7.0 (commit ab4c3dcf9a71). The attachments of a buffer are told by no released mainline kernel, but by some
 * Android kernels and by the test kernel of this project where it is patched for them.
 *
 * <p>An object may be used by any thread and needs no close. The folder of the kernel's statistics is opened at the first use
 * and stays open for the process: one descriptor, closed by exec.
 */
public final class SysfsStats implements StatsSource {
    static {
        NativeAccess.check();
    }

    /** Where the kernel has the statistics. */
    public static final Path DEFAULT_ROOT = BuffersDirectory.OF_KERNEL;

    // Some Android kernels make the entry of a new buffer from a work queue: it comes, but later.
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final BuffersDirectory root;
    private final EntryReader reader;

    /** The last snapshot, where {@link #refresh} starts from. */
    private volatile @Nullable Scanned last;

    private record Scanned(InodeListing listing, SysfsSnapshot snapshot) {
        /** Whether all of these entries are read already. */
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

    private SysfsStats(BuffersDirectory root, boolean withAttachments) {
        this.root = root;
        this.reader = new EntryReader(root, withAttachments);
    }

    /**
     * The statistics of this kernel.
     *
     * @return the view
     * @throws UnsupportedKernelException when this kernel has none (ENOENT); the message says what it needs
     * @throws NoPermissionException when this user may not list them (EACCES)
     * @throws DmaBufException when they cannot be opened for another reason: EMFILE, ENOMEM
     */
    public static SysfsStats open() throws DmaBufException {
        return open(DEFAULT_ROOT);
    }

    /**
     * The statistics in a folder: of another root file system, or made by hand for a test.
     *
     * @param root a folder with one folder per buffer
     * @return the view
     * @throws UnsupportedKernelException when there is no such directory (ENOENT, ENOTDIR)
     * @throws NoPermissionException when this user may not list it (EACCES)
     * @throws DmaBufException when it cannot be opened for another reason: EMFILE, ENOMEM
     */
    public static SysfsStats open(Path root) throws DmaBufException {
        BuffersDirectory folder = new BuffersDirectory(root);
        // Now already, so that nobody takes the descriptor that stays for a leak of a later call.
        int result = openAndCheck(folder);
        if (result < 0) {
            throw openFailure(root.toString(), -result);
        }
        return new SysfsStats(folder, true);
    }

    private static int openAndCheck(BuffersDirectory root) {
        int fd = root.open();
        try {
            return fd < 0 ? fd : checkDirectory(fd);
        } finally {
            root.close(fd);
        }
    }

    private static int checkDirectory(int fd) {
        int result = FileStatus.read(fd, LibC.STATX_TYPE());
        return result < 0 || FileStatus.type() == FileType.DIRECTORY ? result : -LibC.ENOTDIR();
    }

    /**
     * The same statistics, of which only inode, size and exporter are read: a system call less for each buffer where the
     * kernel tells the attachments, and no call less elsewhere. A buffer read by it has no attachments, whatever the kernel
     * tells.
     *
     * @return another view
     */
    public SysfsStats withoutAttachments() {
        return new SysfsStats(root, false);
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
        return "this kernel (Linux " + System.getProperty("os.version") + ") offers no DMA-BUF statistics: they need"
                + " Linux 5.15 to 6.18 built with CONFIG_DMABUF_SYSFS_STATS=y; Linux 7.0 removed them";
    }

    /**
     * The statistics of a buffer that this process holds.
     *
     * @param buffer an open buffer
     * @return what the kernel says about it now
     * @throws DmaBufException when there is no entry for it (ENOENT), or it cannot be read
     * @throws IllegalStateException when the buffer is closed
     */
    public SysfsBufferStats of(DmaBuf buffer) throws DmaBufException {
        // The clock is looked at only where there is something to wait for: not all machines tell it without a system
        // call.
        Optional<SysfsBufferStats> found = find(buffer.inode());
        return found.isPresent() ? found.get() : awaited(buffer);
    }

    private SysfsBufferStats awaited(DmaBuf buffer) throws DmaBufException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0 && pause()) {
            // Asked each time: it throws where another thread has closed the buffer.
            Optional<SysfsBufferStats> found = find(buffer.inode());
            if (found.isPresent()) {
                return found.get();
            }
        }
        String advice = "the statistics have no entry for a buffer that is open";
        throw new DmaBufException("open", reader.path(buffer.inode()), LibC.ENOENT(), advice);
    }

    /** False when the thread is interrupted: then there is no more waiting. */
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
     * The statistics of any buffer.
     *
     * @param inode the buffer's inode, unsigned 64 bits
     * @return what the kernel says about it now; empty when there is no such buffer, or no longer
     * @throws DmaBufException when its entry is there and cannot be read, or makes no sense
     */
    public Optional<SysfsBufferStats> find(long inode) throws DmaBufException {
        int folder = root.open();
        if (folder == -LibC.ENOENT()) {
            return Optional.empty();
        }
        checkOpen(folder);
        try {
            return reader.read(folder, inode);
        } finally {
            root.close(folder);
        }
    }

    private void checkOpen(int folder) throws DmaBufException {
        if (folder < 0) {
            throw root.failure(-folder);
        }
    }

    /**
     * Reads all buffers. A buffer that is freed meanwhile, or an entry that cannot be read, does not end the scan:
     * the snapshot counts it.
     *
     * @return the buffers and what could not be read of them
     * @throws DmaBufException when the directory itself cannot be listed
     */
    public SysfsSnapshot snapshot() throws DmaBufException {
        return scan((directory, listing) -> read(directory, listing, Map.of()));
    }

    /**
     * Like {@link #snapshot}, with fewer system calls: size and exporter of the buffers of this object's last snapshot are
     * not read again. The kernel never uses an inode again, and size and exporter of a buffer never change. Attachments
     * do: they are read again, where this view reads them and the kernel reports them.
     *
     * <p>If this object has made no snapshot before, all entries are read.
     *
     * @return the buffers there are now, and what could not be read of them
     * @throws DmaBufException when the directory itself cannot be listed
     */
    public SysfsSnapshot refresh() throws DmaBufException {
        Scanned before = last;
        if (before == null) {
            return snapshot();
        }
        // Known to be so since the entries of that snapshot were read.
        boolean nothingChanges = !reader.tellsAttachments();
        return scan((directory, listing) -> nothingChanges && before.isAllOf(listing)
                ? before.snapshot()
                : read(directory, listing, before.byInode()));
    }

    /** Makes a snapshot of what an open directory lists. */
    @FunctionalInterface
    private interface Scan {
        SysfsSnapshot of(int directory, InodeListing listing) throws DmaBufException;
    }

    private SysfsSnapshot scan(Scan scan) throws DmaBufException {
        int directory = root.open();
        checkOpen(directory);
        try {
            InodeListing listing = InodeListing.of(root, directory);
            SysfsSnapshot snapshot = scan.of(directory, listing);
            last = new Scanned(listing, snapshot);
            return snapshot;
        } finally {
            root.close(directory);
        }
    }

    private SysfsSnapshot read(int directory, InodeListing listing, Map<Long, SysfsBufferStats> known) {
        return SysfsScan.of(root, listing, inode -> {
            SysfsBufferStats stats = known.get(inode);
            return stats == null ? reader.read(directory, inode) : Optional.of(withAttachments(directory, stats));
        });
    }

    private SysfsBufferStats withAttachments(int directory, SysfsBufferStats stats) throws DmaBufException {
        return reader.tellsAttachments()
                ? new SysfsBufferStats(
                        stats.inode(), stats.size(), stats.exporter(), reader.attachments(directory, stats.inode()))
                : stats;
    }

    @Override
    public String name() {
        return "sysfs";
    }

    @Override
    public SourceReading read() throws DmaBufException {
        SysfsSnapshot snapshot = refresh();
        Set<StatsCapability> capabilities = EnumSet.of(StatsCapability.ALL_BUFFERS, StatsCapability.SIZE_AND_EXPORTER);
        if (reader.tellsAttachments()) {
            capabilities.addAll(Set.of(StatsCapability.DEVICES, StatsCapability.MAP_COUNTERS));
        }
        List<BufferInfo> buffers =
                snapshot.buffers().stream().map(BufferInfo::of).toList();
        return new SourceReading(capabilities, buffers, snapshot.gone(), snapshot.unreadable(), List.of());
    }

    @Override
    public Set<Long> inodes() throws DmaBufException {
        int directory = root.open();
        checkOpen(directory);
        try {
            return InodeListing.of(root, directory).toSet();
        } finally {
            root.close(directory);
        }
    }
}
