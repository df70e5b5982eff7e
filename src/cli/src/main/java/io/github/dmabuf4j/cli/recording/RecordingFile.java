// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.io.BadRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A recording on a disk. A line is appended whole or not at all, and oldest lines are dropped whole. All access is through one channel:
 * when a process closes any descriptor of a file, it loses its locks of the file.
 */
final class RecordingFile implements AutoCloseable {
    private static final byte LINE_END = '\n';

    /** The beginning of every line. */
    static final String START = "{\"reason\":";

    /** When a recording is too long, a quarter of it is dropped at once, and when it is too old, an eighth of its time. */
    private static final int SIZE_PARTS = 4;

    private static final int AGE_PARTS = 8;

    private final RecordingPlace place;
    private final Keep keep;
    private FileChannel channel;

    /** The time of the oldest line; empty until it is known. */
    private Optional<Instant> oldest = Optional.empty();

    private RecordingFile(RecordingPlace place, Keep keep, FileChannel channel) {
        this.place = place;
        this.keep = keep;
        this.channel = channel;
    }

    /** Opens a recording, or creates one. */
    static RecordingFile open(Path file, Keep keep) throws IOException {
        Optional<Object> before = RecordingPlace.identity(file);
        FileChannel channel = create(file);
        try {
            // A recorder that has just dropped samples has let go of the file that was opened, and locked another one.
            boolean isOfAnother = !RecordingPlace.isLocked(channel)
                    || (before.isPresent() && !before.equals(RecordingPlace.identity(file)));
            if (isOfAnother) {
                throw new BadRequestException("another process records to " + file + ": give another file");
            }
            if (!START.startsWith(start(channel))) {
                throw new BadRequestException(file + " is not a recording: give another file");
            }
            return new RecordingFile(place(file, keep), keep, channel);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** What would fail when the first sample is dropped, perhaps after days, is said at once. */
    private static RecordingPlace place(Path file, Keep keep) throws IOException {
        RecordingPlace place = RecordingPlace.of(file);
        if (!keep.equals(Keep.ALL) && !place.isWritable()) {
            throw new BadRequestException(
                    "--keep makes a copy of " + file + " beside it, and the directory cannot be written");
        }
        return place;
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
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

    private void replaceBy(long start, long size) throws IOException {
        FileChannel before = channel;
        channel = place.replaceByEnd(before, start, size);
        before.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
