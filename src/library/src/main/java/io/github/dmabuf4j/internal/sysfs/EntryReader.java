// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sysfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.kernelfs.KernelFiles;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the directory of one buffer. May be used by any thread.
 *
 * @param <T> what it makes of each entry
 */
public final class EntryReader<T> {
    /** Makes an object of what an entry reports. */
    @FunctionalInterface
    public interface Factory<T> {
        /** Of one buffer; the attachments by rising uid. */
        T create(long inode, long size, String exporter, List<EntryAttachment> attachments);
    }

    /** Reading an entry of a buffer that is being freed gives one of these. */
    private static final KernelFiles FILES = new KernelFiles(Set.of(LibC.ENOENT(), LibC.ENODEV(), LibC.EIO()));

    private static final long LARGEST_U32 = 0xffff_ffffL;

    private static final FileName EXPORTER = FileName.of("exporter_name");
    private static final FileName SIZE = FileName.of("size");
    private static final FileName ATTACHMENTS = FileName.of("attachments");

    private static final int NOT_OPEN = -1;

    /** No size is negative. */
    private static final long NO_SIZE = -1;

    /** Every decimal number of so many digits fits into a long. */
    private static final int SHORT_DIGITS = 18;

    /** How many links a directory without subdirectories has in sysfs. */
    private static final int LINKS_OF_EMPTY = 2;

    /** Milliseconds. The pauses of 1, 2, 4 and 8 ms together are what a device that is not in sysfs costs. */
    private static final int LONGEST_PAUSE = 8;

    private final BuffersDirectory directory;
    private final Factory<T> factory;
    private final ExporterNameCache names = new ExporterNameCache();
    private volatile boolean reportsAttachments;

    /** Nobody asks for the attachments, or the kernel does not report them: it reports those of all buffers, or of none. */
    private volatile boolean skipsAttachments;

    /**
     * A reader.
     *
     * @param directory where the entries are
     * @param withAttachments whether to read the attachments where the kernel reports them
     * @param factory what to make of each entry
     */
    public EntryReader(BuffersDirectory directory, boolean withAttachments, Factory<T> factory) {
        this.directory = directory;
        this.factory = factory;
        this.skipsAttachments = !withAttachments;
    }

    /** Where the entry of a buffer is. */
    public String path(long inode) {
        return directory.path().resolve(Long.toUnsignedString(inode)).toString();
    }

    /**
     * Reads an entry.
     *
     * @param directoryFd the open directory
     * @param inode the buffer
     * @return what was made of it; empty if the buffer was freed, at whatever point of the reading
     * @throws DmaBufException if the entry is there and cannot be read, or makes no sense
     */
    public Optional<T> read(int directoryFd, long inode) throws DmaBufException {
        int exporter = OpenDirectory.open(directoryFd, inode, EXPORTER);
        if (exporter < 0) {
            return readOneByOne(directoryFd, inode);
        }
        int size = NOT_OPEN;
        String name = null;
        long bytes = NO_SIZE;
        try {
            size = OpenDirectory.open(directoryFd, inode, SIZE);
            if (size >= 0) {
                name = exporter(inode, OpenDirectory.read(exporter));
                bytes = size(inode, OpenDirectory.read(size));
            }
        } finally {
            OpenDirectory.close(exporter, size);
        }
        return size < 0 ? readOneByOne(directoryFd, inode) : entry(directoryFd, inode, name, bytes);
    }

    /** For a buffer that was freed, and for a process without a descriptor left for a second file. */
    private Optional<T> readOneByOne(int directoryFd, long inode) throws DmaBufException {
        String name = exporter(inode, OpenDirectory.read(directoryFd, inode, EXPORTER));
        long bytes = size(inode, OpenDirectory.read(directoryFd, inode, SIZE));
        return entry(directoryFd, inode, name, bytes);
    }

    private Optional<T> entry(int directoryFd, long inode, @Nullable String exporter, long size)
            throws DmaBufException {
        if (exporter == null || size == NO_SIZE) {
            return Optional.empty();
        }
        if (exporter.isEmpty()) {
            throw new DmaBufException("read", path(inode) + EXPORTER, 0, "it is empty");
        }
        return Optional.of(factory.create(inode, size, exporter, attachments(directoryFd, inode)));
    }

    /** From the result of reading the file; null if the buffer was freed. */
    private @Nullable String exporter(long inode, int result) throws DmaBufException {
        int length = length(result, inode, EXPORTER);
        return length < 0 ? null : names.of(Scratch.view(), length);
    }

    /** From the result of reading the file; {@link #NO_SIZE} if the buffer was freed. */
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

    /** Reads a number as the kernel writes it, with a line end; returns {@link #NO_SIZE} for every other form. */
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

    /** The length that was read; negative if the buffer was freed. */
    private int length(int result, long inode, FileName file) throws DmaBufException {
        if (result >= 0 || FILES.isGone(-result)) {
            return result;
        }
        throw new DmaBufException("read", path(inode) + file, -result);
    }

    /** Whether an entry was read that reports the attachments of its buffer. */
    public boolean reportsAttachments() {
        return reportsAttachments;
    }

    /**
     * Reads the attachments of a buffer.
     *
     * @param directoryFd the open directory
     * @param inode the buffer
     * @return the attachments by rising uid; none if this reader does not read them, the kernel does not report them, or the
     *     buffer was freed
     * @throws DmaBufException if they are there and cannot be read, or make no sense
     */
    public List<EntryAttachment> attachments(int directoryFd, long inode) throws DmaBufException {
        if (skipsAttachments) {
            return List.of();
        }
        int links = OpenDirectory.links(directoryFd, inode, ATTACHMENTS);
        if (links == LINKS_OF_EMPTY) {
            reportsAttachments = true;
            return List.of();
        }
        if (links == -LibC.ENOENT()) {
            skipsAttachments = directory.isOfKernel() && !reportsAttachments && isThere(directoryFd, inode);
            return List.of();
        }
        return listedAttachments(inode);
    }

    private static boolean isThere(int directoryFd, long inode) {
        return OpenDirectory.links(directoryFd, inode, SIZE) > 0;
    }

    private List<EntryAttachment> listedAttachments(long inode) throws DmaBufException {
        Path attachments = Path.of(path(inode), "attachments");
        Optional<List<String>> uids = FILES.names(attachments);
        reportsAttachments |= uids.isPresent();
        List<EntryAttachment> found = new ArrayList<>();
        for (String uid : uids.orElse(List.of())) {
            attachment(attachments.resolve(uid)).ifPresent(found::add);
        }
        found.sort(Comparator.comparingLong(EntryAttachment::uid));
        return found;
    }

    private static long number(String path, String text, long largest) throws DmaBufException {
        try {
            boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
            if (digits && Long.parseLong(text) <= largest) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException emptyOrTooLong) {
            // Reported below, with the text.
        }
        throw new DmaBufException(
                "read", path, 0, "it holds \"" + TerminalEscape.of(text) + "\", which is not a number");
    }

    /** Reads one without a device again: a new attachment gets its link last, and one that ends loses it first. */
    private static Optional<EntryAttachment> attachment(Path entry) throws DmaBufException {
        Optional<EntryAttachment> seen = readAttachment(entry);
        int pause = 1;
        while (pause <= LONGEST_PAUSE
                && seen.filter(one -> one.device().isEmpty()).isPresent()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
            seen = readAttachment(entry);
            pause *= 2;
        }
        return seen;
    }

    private static Optional<EntryAttachment> readAttachment(Path entry) throws DmaBufException {
        Optional<String> device = FILES.link(entry + "/device");
        Optional<String> counter = FILES.text(entry + "/map_counter");
        if (counter.isEmpty()) {
            return Optional.empty();
        }
        long uid = number(entry.toString(), String.valueOf(entry.getFileName()), LARGEST_U32);
        long mappings = number(entry + "/map_counter", ExporterNameCache.withoutLineEnd(counter.get()), LARGEST_U32);
        return Optional.of(
                new EntryAttachment(uid, device.map(EntryReader::lastPart).orElse(""), mappings));
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
