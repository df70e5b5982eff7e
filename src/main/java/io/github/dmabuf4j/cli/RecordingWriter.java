// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.stats.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends samples to a file, a line each, which is on the disk when {@link #append} returns: a death of the process or
 * of the machine costs the line that is being written, and no other.
 */
final class RecordingWriter implements AutoCloseable {
    private static final byte LINE_END = '\n';
    private static final byte DOCUMENT_START = '{';

    private final FileChannel channel;
    private final boolean onDisk;

    private RecordingWriter(FileChannel channel, boolean onDisk) {
        this.channel = channel;
        this.onDisk = onDisk;
    }

    /** Opens a recording to be continued, or a new one. */
    static RecordingWriter open(Path file) throws BadRequestException {
        try {
            boolean onDisk = !Files.exists(file) || Files.isRegularFile(file);
            if (onDisk) {
                checkStart(file);
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            return prepared(file, channel, onDisk);
        } catch (BadRequestException refused) {
            throw refused;
        } catch (IOException failure) {
            throw new BadRequestException("cannot write " + file + ": " + BadRequestException.reason(failure));
        }
    }

    private static RecordingWriter prepared(Path file, FileChannel channel, boolean onDisk) throws IOException {
        try {
            if (onDisk && !lock(channel)) {
                throw new BadRequestException("another process records to " + file + ": give another file");
            }
            if (onDisk && lastByte(file) != LINE_END) {
                // The line before was broken off; the next must not continue it.
                channel.write(ByteBuffer.wrap(new byte[] {LINE_END}));
            }
            return new RecordingWriter(channel, onDisk);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    /** What is no recording is not appended to. */
    private static void checkStart(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > 0 && byteAt(file, 0) != DOCUMENT_START) {
            throw new BadRequestException(file + " is no recording of buffers: give another file");
        }
    }

    /** A line end where the file is empty. */
    private static byte lastByte(Path file) throws IOException {
        long size = Files.size(file);
        return size == 0 ? LINE_END : byteAt(file, size - 1);
    }

    private static byte byteAt(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            return one.get(0);
        }
    }

    void append(Sample sample) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((Recording.line(sample) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        if (onDisk) {
            channel.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
