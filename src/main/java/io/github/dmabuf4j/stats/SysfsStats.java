// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel's DMA-BUF statistics in sysfs: every buffer of the machine, held by this process or not, in
 * {@code /sys/kernel/dmabuf/buffers/<inode>/}.
 *
 * <p>They came with Linux 5.15 (commit bdb8d06dfefd), need {@code CONFIG_DMABUF_SYSFS_STATS=y} and were removed in
 * Linux 7.0 (commit ab4c3dcf9a71). The attachments of a buffer are told by no released mainline kernel, but by some
 * Android kernels and by the test kernel of this project where it is patched for them.
 *
 * <p>An object holds nothing open and may be used by any thread.
 */
public final class SysfsStats implements StatsSource {
    /** Where the kernel has the statistics. */
    public static final Path DEFAULT_ROOT = Path.of("/sys/kernel/dmabuf/buffers");

    // Some Android kernels make the entry of a new buffer from a work queue: it comes, but later.
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Path root;
    private final SysfsEntry reader;

    /** Whether an entry was looked at through this object for whether it tells the attachments. */
    private volatile boolean askedForAttachments;

    private SysfsStats(Path root) {
        this.root = root;
        this.reader = new SysfsEntry(root);
    }

    /**
     * The statistics of this kernel.
     *
     * @return the view
     * @throws UnsupportedKernelException when this kernel has none; the message says what it needs
     */
    public static SysfsStats open() throws UnsupportedKernelException {
        return open(DEFAULT_ROOT);
    }

    /**
     * The statistics in a folder: of another root file system, or made by hand for a test.
     *
     * @param root a folder with one folder per buffer
     * @return the view
     * @throws UnsupportedKernelException when there is no such folder
     */
    public static SysfsStats open(Path root) throws UnsupportedKernelException {
        if (!Files.isDirectory(root)) {
            throw new UnsupportedKernelException("open", root.toString(), LibC.ENOENT(), kernelAdvice());
        }
        return new SysfsStats(root);
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
    public BufferStats of(DmaBuf buffer) throws DmaBufException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean patient = true;
        while (patient) {
            // Asked each time: it throws where another thread has closed the buffer.
            Optional<BufferStats> found = find(buffer.inode());
            if (found.isPresent()) {
                return found.get();
            }
            patient = System.nanoTime() - deadline < 0 && pause();
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
    public Optional<BufferStats> find(long inode) throws DmaBufException {
        return reader.read(inode);
    }

    /**
     * Reads all buffers. A buffer that is freed meanwhile, or an entry that cannot be read, does not end the scan:
     * the snapshot counts it.
     *
     * @return the buffers and what could not be read of them
     * @throws DmaBufException when the folder itself cannot be listed
     */
    public SysfsSnapshot snapshot() throws DmaBufException {
        return scanWithAttachments(this::find);
    }

    /**
     * Brings a snapshot up to date: lists the folder once, and reads the entries of those inodes alone that are new.
     * An inode is never used again, and size and exporter of a buffer never change, so the others stand.
     *
     * <p>Attachments do change: those of a buffer that was known are the ones of {@code earlier}. See
     * {@link #refreshWithAttachments}.
     *
     * @param earlier a snapshot of these statistics in this boot
     * @return the buffers there are now, and what could not be read of the new ones
     * @throws DmaBufException when the folder itself cannot be listed
     */
    public SysfsSnapshot refresh(SysfsSnapshot earlier) throws DmaBufException {
        Map<Long, BufferStats> known = known(earlier);
        return new SysfsScan(root, inode -> {
                    BufferStats stats = known.get(inode);
                    return stats == null ? find(inode) : Optional.of(stats);
                })
                .of(entries());
    }

    /**
     * Like {@link #refresh}, and reads the attachments of the known buffers again, where this kernel tells them.
     *
     * @param earlier a snapshot of these statistics in this boot
     * @return the buffers there are now, with their attachments, and what could not be read of them
     * @throws DmaBufException when the folder itself cannot be listed
     */
    public SysfsSnapshot refreshWithAttachments(SysfsSnapshot earlier) throws DmaBufException {
        // The snapshot may be another object's: then this one does not know yet what the kernel tells.
        if (askedForAttachments && !reader.tellsAttachments()) {
            return refresh(earlier);
        }
        Map<Long, BufferStats> known = known(earlier);
        return scanWithAttachments(inode -> {
            BufferStats stats = known.get(inode);
            return stats == null ? find(inode) : Optional.of(withAttachments(stats));
        });
    }

    /** The reader looks for the attachments of each entry. */
    private SysfsSnapshot scanWithAttachments(SysfsScan.Reader entryReader) throws DmaBufException {
        SysfsSnapshot snapshot = new SysfsScan(root, entryReader).of(entries());
        askedForAttachments |= !snapshot.buffers().isEmpty();
        return snapshot;
    }

    private BufferStats withAttachments(BufferStats stats) throws DmaBufException {
        return new BufferStats(stats.inode(), stats.size(), stats.exporter(), reader.attachments(stats.inode()));
    }

    private static Map<Long, BufferStats> known(SysfsSnapshot earlier) {
        Map<Long, BufferStats> known = new HashMap<>();
        earlier.buffers().forEach(stats -> known.put(stats.inode(), stats));
        return known;
    }

    @Override
    public String name() {
        return "sysfs";
    }

    @Override
    public SourceReading read() throws DmaBufException {
        return reading(snapshot());
    }

    /** A snapshot in the shape that all sources share. */
    SourceReading reading(SysfsSnapshot snapshot) {
        Set<Fact> facts = EnumSet.of(Fact.ALL_BUFFERS, Fact.SIZE_AND_EXPORTER);
        if (reader.tellsAttachments()) {
            facts.addAll(Set.of(Fact.DEVICES, Fact.MAP_COUNTERS));
        }
        List<BufferInfo> buffers =
                snapshot.buffers().stream().map(BufferInfo::of).toList();
        return new SourceReading(facts, buffers, snapshot.gone(), snapshot.unreadable(), List.of());
    }

    @Override
    public Set<Long> inodes() throws DmaBufException {
        Set<Long> inodes = new HashSet<>();
        for (String name : entries()) {
            SysfsScan.inode(name).ifPresent(inodes::add);
        }
        return inodes;
    }

    private List<String> entries() throws DmaBufException {
        return Listing.ofExisting(root);
    }
}
