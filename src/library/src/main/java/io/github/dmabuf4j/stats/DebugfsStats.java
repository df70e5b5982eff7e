// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.debugfs.Bufinfo;
import io.github.dmabuf4j.internal.debugfs.BufinfoBuffer;
import io.github.dmabuf4j.internal.debugfs.BufinfoFence;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.KeptFile;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.Privileges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All buffers of the machine as {@code bufinfo} in debugfs lists them: size, exporter, name, number of references,
 * attached devices and fences. Needs Linux 5.3 or later with {@code CONFIG_DEBUG_FS=y}, a mounted debugfs, and root.
 *
 * <p>To write the list, the kernel locks the reservation object of each buffer in turn: a reader can wait for a driver that
 * holds one.
 *
 * <p>The kernel writes the file for people and changes its form. A buffer's name cannot forge a row of it. Lines that are not
 * understood do not cost the buffer that they belong to: the reading's notes report them.
 *
 * <p>The first reading opens the file. It stays open until {@link #close}, since the kernel writes the list several times for a file
 * that was just opened, and once for one that was read before. Meanwhile debugfs cannot be unmounted (EBUSY), and the kernel keeps
 * the memory of the text, about a hundred bytes for each buffer. An object that was dropped closes the file after a garbage collection.
 * It may be used by any thread; one reads at a time.
 */
public final class DebugfsStats implements StatsSource {
    static {
        NativeAccess.check();
    }

    /** Where the kernel has the list. */
    public static final Path DEFAULT_FILE = Path.of("/sys/kernel/debug/dma_buf/bufinfo");

    private static final Set<StatsCapability> CAPABILITIES = EnumSet.of(
            StatsCapability.ALL_BUFFERS,
            StatsCapability.SIZE_AND_EXPORTER,
            StatsCapability.NAME,
            StatsCapability.REFERENCES,
            StatsCapability.DEVICES,
            StatsCapability.FENCES);

    private final Path file;
    private final KeptFile kept;

    private DebugfsStats(Path file) {
        this.file = file;
        this.kept = new KeptFile(file.toString());
    }

    /**
     * Opens the list of this kernel.
     *
     * @return the view, for the caller to close
     * @throws UnsupportedKernelException if there is no list (ENOENT): debugfs is not mounted, or this kernel does not have
     *     it
     * @throws NoPermissionException if this user may not read it (EACCES, EPERM)
     * @throws DmaBufException if it cannot be read for another reason
     */
    public static DebugfsStats open() throws DmaBufException {
        return open(DEFAULT_FILE);
    }

    /**
     * Opens a list in a file: of debugfs mounted elsewhere, or kept for a test.
     *
     * @param file the file {@code bufinfo}
     * @return the view, for the caller to close
     * @throws UnsupportedKernelException if there is no such file (ENOENT)
     * @throws NoPermissionException if this user may not read it (EACCES, EPERM)
     * @throws DmaBufException if it cannot be read for another reason
     */
    public static DebugfsStats open(Path file) throws DmaBufException {
        DebugfsStats stats = new DebugfsStats(file);
        if (!Files.isReadable(file)) {
            stats.text(); // Throws, with the reason.
        }
        return stats;
    }

    @Override
    public String name() {
        return "debugfs";
    }

    @Override
    public SourceReading read() throws DmaBufException {
        Bufinfo list = list();
        List<Unreadable> unreadable = list.unknownLines().stream()
                .map(lines -> new Unreadable(lines.start(), lines.reason()))
                .toList();
        return new SourceReading(
                CAPABILITIES, list.buffers().stream().map(DebugfsStats::buffer).toList(), 0, unreadable, notes(list));
    }

    private static BufferInfo buffer(BufinfoBuffer buffer) {
        return new BufferInfo(
                buffer.inode(),
                OptionalLong.of(buffer.size()),
                Optional.of(buffer.exporter()),
                buffer.name(),
                OptionalLong.of(buffer.references()),
                List.of(),
                FewElements.map(buffer.devices(), Attachment::named),
                FewElements.map(buffer.fences(), DebugfsStats::fence));
    }

    private static BufferFence fence(BufinfoFence fence) {
        return new BufferFence(
                fence.usage(), fence.driver(), fence.timeline(), fence.context(), fence.seqno(), fence.signaled());
    }

    private static List<Note> notes(Bufinfo list) {
        return list.unknownParts().isEmpty()
                ? List.of()
                : List.of(new Note(
                        "parts of bufinfo were not understood, their buffers are listed all the same",
                        list.unknownParts()));
    }

    @Override
    public Set<Long> inodes() throws DmaBufException {
        return list().buffers().stream().map(BufinfoBuffer::inode).collect(Collectors.toSet());
    }

    /** Closes the file. Further calls do nothing; a later reading is an error. */
    @Override
    public void close() {
        kept.close();
    }

    private Bufinfo list() throws DmaBufException {
        return Bufinfo.parse(text())
                .orElseThrow(() -> new UnsupportedKernelException(
                        "read", file.toString(), 0, "it does not begin like the list of Linux 5.3 and later"));
    }

    private String text() throws DmaBufException {
        KernelFile read = kept.read();
        if (read.isRead()) {
            return read.text();
        }
        int errno = read.errno();
        if (ErrorNumber.isNoPermission(errno)) {
            throw new NoPermissionException("open", file.toString(), errno, permissionAdvice(errno));
        }
        if (errno == LibC.ENOENT()) {
            throw new UnsupportedKernelException(
                    "open",
                    file.toString(),
                    errno,
                    Privileges.ofThisThread().toHaveMounted("debugfs", "/sys/kernel/debug"));
        }
        throw new DmaBufException("read", file.toString(), errno);
    }

    private static String permissionAdvice(int errno) {
        return errno == LibC.EPERM()
                ? "the kernel is locked down (kernel_lockdown(7)): that forbids debugfs, to root too"
                : "debugfs is for root: " + Privileges.ofThisThread().missingForFileOfRoot();
    }
}
