// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.io.BadRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A recording on a disk. A line is appended whole or not at all, and oldest lines are dropped whole. All access is through one channel:
 * when a process closes any descriptor of a file, it loses its locks of the file.
 */
final class RecordingFile implements AutoCloseable {
    private static final byte LINE_END = '\n';

    /** The beginning of every line. */
    static final String START = "{\"reason\":";

    /** The name of the copy that takes the place of the recording; after a crash it may be left. */
    private static final String COPY = ".new";

    /** When a recording is too long, a quarter of it is dropped at once, and when it is too old, an eighth of its time. */
    private static final int SIZE_PARTS = 4;

    private static final int AGE_PARTS = 8;

    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private final Keep keep;
    private FileChannel channel;

    /** The time of the oldest line; empty until it is known. */
    private Optional<Instant> oldest = Optional.empty();

    private RecordingFile(Path file, Keep keep, FileChannel channel) {
        this.file = file;
        this.keep = keep;
        this.channel = channel;
    }

    /** Opens a recording, or creates one. */
    static RecordingFile open(Path file, Keep keep) throws IOException {
        FileChannel channel = create(file);
        try {
            if (!isLocked(channel)) {
                throw new BadRequestException("another process records to " + file + ": give another file");
            }
            if (!START.startsWith(start(channel))) {
                throw new BadRequestException(file + " is not a recording: give another file");
            }
            // A link stays, and the file that it leads to is the recording.
            return new RecordingFile(file.toRealPath(), keep, channel);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    /** The beginning of the first line, as far as the file has it. */
    private static String start(FileChannel channel) throws IOException {
        int length = (int) Math.min(channel.size(), START.length());
        return new String(bytesAt(channel, 0, length), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytesAt(FileChannel channel, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        channel.read(ByteBuffer.wrap(bytes), position);
        return bytes;
    }

    /** Appends a line that ends with a line end. It is on the disk when this returns. */
    void append(byte[] line) throws IOException {
        drop(line.length);
        // Another program may have emptied the file since the last line.
        long before = channel.size();
        boolean isWhole = false;
        try {
            channel.position(before);
            if (before > 0 && bytesAt(channel, before - 1, 1)[0] != LINE_END) {
                // The last line is broken off; this one must not continue it.
                write(ByteBuffer.wrap(new byte[] {LINE_END}));
            }
            write(ByteBuffer.wrap(line));
            channel.force(false);
            isWhole = true;
        } finally {
            if (!isWhole) {
                cutTo(before);
            }
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void cutTo(long size) {
        try {
            channel.truncate(size);
        } catch (IOException failure) {
            // A part of the line stays. The next one begins after it, and readers leave it out.
        }
    }

    /** Drops the oldest lines where the recording with the next line would be too long, or is too old. */
    private void drop(int next) throws IOException {
        long size = channel.size();
        if (size == 0) {
            oldest = Optional.empty();
        }
        RecordedLines lines = new RecordedLines(channel);
        long start = Math.max(startBySize(lines, size, next), startByAge(lines));
        if (start > 0) {
            replaceBy(start, size);
            oldest = Optional.empty();
        }
    }

    private long startBySize(RecordedLines lines, long size, int next) throws IOException {
        if (size + next <= keep.bytes()) {
            return 0;
        }
        long kept = Math.max(0, keep.bytes() - keep.bytes() / SIZE_PARTS - next);
        return lines.startFrom(size - Math.min(size, kept));
    }

    private long startByAge(RecordedLines lines) throws IOException {
        if (keep.age().isEmpty()) {
            return 0;
        }
        Duration age = keep.age().get();
        Instant now = Instant.now();
        if (oldest.isEmpty()) {
            // A first line that is broken has no time.
            oldest = lines.time(lines.startSince(Instant.MIN, 0));
        }
        Instant limit = now.minus(age);
        boolean tooOld = oldest.filter(time -> time.isBefore(limit.minus(age.dividedBy(AGE_PARTS))))
                .isPresent();
        return tooOld ? lines.startSince(limit, 0) : 0;
    }

    /** Replaces the file by a copy of its end, at once for all readers. */
    private void replaceBy(long start, long size) throws IOException {
        Path copy = file.resolveSibling(file.getFileName() + COPY);
        Files.deleteIfExists(copy);
        FileChannel replacement = FileChannel.open(copy, NEW, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        boolean isInPlace = false;
        try {
            Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
            copy(start, size, replacement);
            replacement.force(true);
            if (!isLocked(replacement)) {
                throw new IOException("another process has locked " + copy);
            }
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
            isInPlace = true;
        } finally {
            (isInPlace ? channel : replacement).close();
            if (!isInPlace) {
                Files.deleteIfExists(copy);
            }
        }
        channel = replacement;
    }

    private void copy(long start, long size, FileChannel target) throws IOException {
        long at = start;
        while (at < size) {
            long count = channel.transferTo(at, size - at, target);
            if (count <= 0) {
                throw new IOException("the recording became shorter while it was copied");
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
