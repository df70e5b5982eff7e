// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.IoReason;
import io.github.dmabuf4j.internal.sys.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the folder of one buffer. */
final class SysfsEntry {
    /** What reading a buffer that is being freed gives: it is gone, and nothing went wrong. */
    private static final Set<Integer> GONE = Set.of(LibC.ENOENT(), LibC.ENODEV(), LibC.EIO());

    private static final long LARGEST_U32 = 0xffff_ffffL;

    private final Path root;
    private volatile boolean tellsAttachments;

    SysfsEntry(Path root) {
        this.root = root;
    }

    String path(long inode) {
        return root.resolve(Long.toUnsignedString(inode)).toString();
    }

    /** Empty when the buffer is gone, at whatever point of the reading. */
    Optional<BufferStats> read(long inode) throws DmaBufException {
        String path = path(inode);
        Optional<String> exporter = text(path + "/exporter_name");
        Optional<String> size = text(path + "/size");
        if (exporter.isEmpty() || size.isEmpty()) {
            return Optional.empty();
        }
        long bytes = number(path + "/size", size.get(), Long.MAX_VALUE);
        String name = exporter.get();
        if (name.isEmpty()) {
            throw new DmaBufException("read", path + "/exporter_name", 0, "it is empty");
        }
        return Optional.of(new BufferStats(inode, bytes, name, attachments(inode)));
    }

    /** Whether an entry was seen that tells the attachments of its buffer: the kernel does for all, or for none. */
    boolean tellsAttachments() {
        return tellsAttachments;
    }

    /** By rising uid; none where the kernel does not tell, or the buffer is gone. */
    List<AttachmentStats> attachments(long inode) throws DmaBufException {
        Path folder = Path.of(path(inode), "attachments");
        Optional<List<String>> names = Listing.of(folder);
        tellsAttachments |= names.isPresent();
        List<AttachmentStats> found = new ArrayList<>();
        for (String name : names.orElse(List.of())) {
            attachment(folder.resolve(name)).ifPresent(found::add);
        }
        found.sort(Comparator.comparingLong(AttachmentStats::uid));
        return found;
    }

    /** A file's text without the line end that the kernel adds; empty when the file is gone. */
    private static Optional<String> text(String path) throws DmaBufException {
        KernelFile file = KernelFile.read(path);
        if (GONE.contains(file.errno())) {
            return Optional.empty();
        }
        if (file.errno() != 0) {
            throw new DmaBufException("read", path, file.errno());
        }
        String text = file.text();
        return Optional.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
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
        throw new DmaBufException("read", path, 0, "it holds \"" + text + "\", which is no number");
    }

    private static Optional<AttachmentStats> attachment(Path entry) throws DmaBufException {
        Path link = entry.resolve("device");
        Optional<String> device = device(link);
        Optional<String> counter = text(entry + "/map_counter");
        if (counter.isEmpty()) {
            return Optional.empty();
        }
        // A new attachment gets its counter first, its link a moment later.
        device = device.isPresent() ? device : device(link);
        long uid = number(entry.toString(), String.valueOf(entry.getFileName()), LARGEST_U32);
        long mappings = number(entry + "/map_counter", counter.get(), LARGEST_U32);
        return Optional.of(new AttachmentStats(uid, device.orElse(""), mappings));
    }

    private static Optional<String> device(Path link) throws DmaBufException {
        try {
            return Optional.of(String.valueOf(Files.readSymbolicLink(link).getFileName()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new DmaBufException("readlink", link.toString(), 0, IoReason.of(failure));
        }
    }
}
