// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * Appends samples to a file, a line for each. A line is on the disk when {@link #append} returns: when the process or the
 * machine dies, only the line that is being written is lost.
 */
public final class RecordingWriter implements AutoCloseable {
    /** What a report shows of processes. */
    public static final Set<ProcessDetail> DETAILS = Set.of(ProcessDetail.PROGRAM, ProcessDetail.CONTROL_GROUP);

    private final Target target;
    private final boolean onDisk;
    private final SampleLines lines = new SampleLines();

    /** What lines are written to. */
    private interface Target extends AutoCloseable {
        void append(byte[] line) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** A pipe, a terminal or a device. */
    private record Stream(FileChannel channel) implements Target {
        @Override
        public void append(byte[] line) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record OnDisk(RecordingFile file) implements Target {
        @Override
        public void append(byte[] line) throws IOException {
            file.append(line);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private RecordingWriter(Target target, boolean onDisk) {
        this.target = target;
        this.onDisk = onDisk;
    }

    /** Opens a recording to continue it, or creates a new one, of which everything is kept. */
    public static RecordingWriter open(Path file) throws BadRequestException {
        return open(file, Keep.ALL);
    }

    /** Opens a recording to continue it, or creates a new one. */
    public static RecordingWriter open(Path file, Keep keep) throws BadRequestException {
        try {
            boolean onDisk = !Files.exists(file) || Files.isRegularFile(file);
            if (onDisk) {
                return new RecordingWriter(new OnDisk(RecordingFile.open(file, keep)), true);
            }
            if (!keep.equals(Keep.ALL)) {
                throw new BadRequestException(file + " is not a file on a disk, of which --keep could drop a part");
            }
            return new RecordingWriter(new Stream(stream(file)), false);
        } catch (BadRequestException refused) {
            throw refused;
        } catch (IOException failure) {
            throw BadRequestException.unwritable(file, failure);
        }
    }

    /** Whether a file begins as a recording does. False for an empty one. */
    public static boolean isRecording(Path file) throws IOException {
        byte[] start = RecordingFile.START.getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(start, in.readNBytes(start.length));
        }
    }

    private static FileChannel stream(Path file) throws IOException {
        return StandardOutput.is(file) ? StandardOutput.channel() : FileChannel.open(file, StandardOpenOption.WRITE);
    }

    /** Whether the recording is a file on a disk, which may be full now and not later. */
    public boolean isOnDisk() {
        return onDisk;
    }

    public void append(Sample sample) throws IOException {
        append(sample, RecordingGap.NONE);
    }

    /** Appends a sample, and what is missing before it. When this throws, the file has no part of the sample. */
    public void append(Sample sample, RecordingGap before) throws IOException {
        target.append(lines.next(sample, before));
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
