// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.OpenDirectory;
import io.github.dmabuf4j.internal.sys.OpenDirectory.FileName;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads the folder of one buffer. */
final class EntryReader {
    private static final long LARGEST_U32 = 0xffff_ffffL;

    private static final FileName EXPORTER = FileName.of("exporter_name");
    private static final FileName SIZE = FileName.of("size");
    private static final FileName ATTACHMENTS = FileName.of("attachments");

    private static final int NOT_OPEN = -1;

    /** No size is negative. */
    private static final long NO_SIZE = -1;

    /** Decimal numbers of so many digits fit into a long for certain. */
    private static final int SHORT_DIGITS = 18;

    /** The links of a folder without folders in it, where a file system counts them: sysfs does. */
    private static final int LINKS_OF_EMPTY = 2;

    /** Milliseconds between two looks at an attachment, twice as long each time: 15 in all, for a device that is not in sysfs. */
    private static final int LONGEST_PAUSE = 8;

    private final BuffersDirectory root;
    private volatile boolean tellsAttachments;

    /** Nobody wants the attachments; or the kernel does not tell them: those of all buffers, or of none. */
    private volatile boolean skipsAttachments;

    private final ExporterNameCache names = new ExporterNameCache();

    EntryReader(BuffersDirectory root, boolean withAttachments) {
        this.root = root;
        this.skipsAttachments = !withAttachments;
    }

    String path(long inode) {
        return root.path().resolve(Long.toUnsignedString(inode)).toString();
    }

    /** Empty when the buffer is gone, at whatever point of the reading. */
    Optional<SysfsBufferStats> read(int folder, long inode) throws DmaBufException {
        int exporter = OpenDirectory.open(folder, inode, EXPORTER);
        if (exporter < 0) {
            return readOneByOne(folder, inode);
        }
        int size = NOT_OPEN;
        String name = null;
        long bytes = NO_SIZE;
        try {
            size = OpenDirectory.open(folder, inode, SIZE);
            if (size >= 0) {
                name = exporter(inode, OpenDirectory.read(exporter));
                bytes = size(inode, OpenDirectory.read(size));
            }
        } finally {
            OpenDirectory.close(exporter, size);
        }
        return size < 0 ? readOneByOne(folder, inode) : stats(folder, inode, name, bytes);
    }

    /** For a buffer that is gone, and where no descriptor is left for a second file. */
    private Optional<SysfsBufferStats> readOneByOne(int folder, long inode) throws DmaBufException {
        String name = exporter(inode, OpenDirectory.read(folder, inode, EXPORTER));
        long bytes = size(inode, OpenDirectory.read(folder, inode, SIZE));
        return stats(folder, inode, name, bytes);
    }

    private Optional<SysfsBufferStats> stats(int folder, long inode, @Nullable String exporter, long size)
            throws DmaBufException {
        if (exporter == null || size == NO_SIZE) {
            return Optional.empty();
        }
        if (exporter.isEmpty()) {
            throw new DmaBufException("read", path(inode) + EXPORTER, 0, "it is empty");
        }
        return Optional.of(new SysfsBufferStats(inode, size, exporter, attachments(folder, inode)));
    }

    /** Of what reading the file gave; null when the buffer is gone. */
    private @Nullable String exporter(long inode, int result) throws DmaBufException {
        int length = length(result, inode, EXPORTER);
        return length < 0 ? null : names.of(Scratch.view(), length);
    }

    /** Of what reading the file gave. */
    private long size(long inode, int result) throws DmaBufException {
        int length = length(result, inode, SIZE);
        if (length < 0) {
            return NO_SIZE;
        }
        ByteBuffer text = Scratch.view();
        long size = shortNumber(text, length);
        return size != NO_SIZE
                ? size
                : number(path(inode) + SIZE, ExporterNameCache.line(text, length), Long.MAX_VALUE);
    }

    /** As the kernel writes it, with a line end; {@link #NO_SIZE} for all that needs a closer look. */
    private static long shortNumber(ByteBuffer text, int length) {
        int digits = length - 1;
        if (digits < 1 || digits > SHORT_DIGITS || text.get(digits) != '\n') {
            return NO_SIZE;
        }
        long number = 0;
        for (int i = 0; i < digits; i++) {
            int digit = text.get(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_SIZE;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** The length that was read, or negative when the buffer is gone. */
    private int length(int result, long inode, FileName file) throws DmaBufException {
        if (result >= 0 || isGone(-result)) {
            return result;
        }
        throw new DmaBufException("read", path(inode) + file, -result);
    }

    /** What reading a buffer that is being freed gives: it is gone, and nothing went wrong. */
    private static boolean isGone(int errno) {
        return errno == LibC.ENOENT() || errno == LibC.ENODEV() || errno == LibC.EIO();
    }

    /** Whether an entry was seen that tells the attachments of its buffer. */
    boolean tellsAttachments() {
        return tellsAttachments;
    }

    /** By rising uid; none where nobody wants them, the kernel does not tell, or the buffer is gone. */
    List<SysfsAttachmentStats> attachments(int folder, long inode) throws DmaBufException {
        if (skipsAttachments) {
            return List.of();
        }
        int links = OpenDirectory.links(folder, inode, ATTACHMENTS);
        if (links == LINKS_OF_EMPTY) {
            tellsAttachments = true;
            return List.of();
        }
        if (links == -LibC.ENOENT()) {
            skipsAttachments = root.isOfKernel() && !tellsAttachments && isThere(folder, inode);
            return List.of();
        }
        return listedAttachments(inode);
    }

    private static boolean isThere(int folder, long inode) {
        return OpenDirectory.links(folder, inode, SIZE) > 0;
    }

    private List<SysfsAttachmentStats> listedAttachments(long inode) throws DmaBufException {
        Path folder = Path.of(path(inode), "attachments");
        Optional<List<String>> names = Listing.of(folder);
        tellsAttachments |= names.isPresent();
        List<SysfsAttachmentStats> found = new ArrayList<>();
        for (String name : names.orElse(List.of())) {
            attachment(folder.resolve(name)).ifPresent(found::add);
        }
        found.sort(Comparator.comparingLong(SysfsAttachmentStats::uid));
        return found;
    }

    /** A file's text without the line end that the kernel adds; empty when the file is gone. */
    private static Optional<String> text(String path) throws DmaBufException {
        KernelFile file = KernelFile.read(path);
        if (isGone(file.errno())) {
            return Optional.empty();
        }
        if (file.errno() != 0) {
            throw new DmaBufException("read", path, file.errno());
        }
        return Optional.of(ExporterNameCache.withoutLineEnd(file.text()));
    }

    private static long number(String path, String text, long largest) throws DmaBufException {
        try {
            boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
            if (digits && Long.parseLong(text) <= largest) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException emptyOrTooLong) {
            // Said below, with the text.
        }
        throw new DmaBufException(
                "read", path, 0, "it holds \"" + TerminalEscape.of(text) + "\", which is not a number");
    }

    /** One without a device is looked at again: a new attachment gets its link last, and one that ends loses it first. */
    private static Optional<SysfsAttachmentStats> attachment(Path entry) throws DmaBufException {
        Optional<SysfsAttachmentStats> seen = lookAt(entry);
        int pause = 1;
        while (pause <= LONGEST_PAUSE && seen.filter(EntryReader::lacksDevice).isPresent()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
            seen = lookAt(entry);
            pause *= 2;
        }
        return seen;
    }

    private static boolean lacksDevice(SysfsAttachmentStats attachment) {
        return attachment.device().isEmpty();
    }

    private static Optional<SysfsAttachmentStats> lookAt(Path entry) throws DmaBufException {
        Optional<String> device = device(entry.resolve("device"));
        Optional<String> counter = text(entry + "/map_counter");
        if (counter.isEmpty()) {
            return Optional.empty();
        }
        long uid = number(entry.toString(), String.valueOf(entry.getFileName()), LARGEST_U32);
        long mappings = number(entry + "/map_counter", counter.get(), LARGEST_U32);
        return Optional.of(new SysfsAttachmentStats(uid, device.orElse(""), mappings));
    }

    private static Optional<String> device(Path link) throws DmaBufException {
        KernelFile target = KernelFile.link(link.toString());
        if (isGone(target.errno())) {
            return Optional.empty();
        }
        if (!target.isRead()) {
            throw new DmaBufException("readlink", link.toString(), target.errno());
        }
        return Optional.of(target.text().substring(target.text().lastIndexOf('/') + 1));
    }
}
