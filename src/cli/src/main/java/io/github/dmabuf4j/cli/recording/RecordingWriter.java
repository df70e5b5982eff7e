// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Appends samples to a file, a line for each. A line is on the disk when {@link #append} returns: when the process or the
 * machine dies, only the line that is being written is lost.
 */
public final class RecordingWriter implements AutoCloseable {
    /** What a report shows of processes. */
    public static final Set<ProcessDetail> DETAILS = Set.of(ProcessDetail.PROGRAM, ProcessDetail.CONTROL_GROUP);

    private static final byte LINE_END = '\n';

    private final FileChannel channel;
    private final boolean onDisk;
    private final SampleLines lines = new SampleLines();

    private RecordingWriter(FileChannel channel, boolean onDisk) {
        this.channel = channel;
        this.onDisk = onDisk;
    }

    /** Opens a recording to continue it, or creates a new one. */
    public static RecordingWriter open(Path file) throws BadRequestException {
        try {
            boolean onDisk = !Files.exists(file) || Files.isRegularFile(file);
            return onDisk ? onDisk(file) : new RecordingWriter(stream(file), false);
        } catch (BadRequestException refused) {
            throw refused;
        } catch (IOException failure) {
            throw BadRequestException.unwritable(file, failure);
        }
    }

    private static FileChannel stream(Path file) throws IOException {
        return StandardOutput.is(file) ? StandardOutput.channel() : FileChannel.open(file, StandardOpenOption.WRITE);
    }

    /** All access is through one channel: when a process closes any descriptor of a file, it loses its locks of the file. */
    private static RecordingWriter onDisk(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!lock(channel)) {
                throw new BadRequestException("another process records to " + file + ": give another file");
            }
            if (!SampleLines.START.startsWith(start(channel))) {
                throw new BadRequestException(file + " is not a recording: give another file");
            }
            RecordingWriter writer = new RecordingWriter(channel, true);
            long size = channel.size();
            if (size > 0 && bytesAt(channel, size - 1, 1)[0] != LINE_END) {
                // The last line is broken off; the next sample must not continue it.
                writer.write(ByteBuffer.wrap(new byte[] {LINE_END}));
            }
            return writer;
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

    /** The beginning of the first line, as far as the file has it. */
    private static String start(FileChannel channel) throws IOException {
        int length = (int) Math.min(channel.size(), SampleLines.START.length());
        return new String(bytesAt(channel, 0, length), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytesAt(FileChannel channel, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        channel.read(ByteBuffer.wrap(bytes), position);
        return bytes;
    }

    public void append(Sample sample) throws IOException {
        write(ByteBuffer.wrap(lines.next(sample)));
        if (onDisk) {
            channel.force(false);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (onDisk) {
            // Another program may have emptied the file since the last line.
            channel.position(channel.size());
        }
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
