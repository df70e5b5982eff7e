// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.Sample;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a recording sample by sample: a long one has no place in memory. A broken line is left out and counted. */
public final class RecordingReader implements AutoCloseable {
    /** Calendars reach no further. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final String DOCUMENT_START = "{";
    private static final String DOCUMENT_END = "}";
    private static final String BYTE_ORDER_MARK = "\ufeff";
    /** Samples take up to 11 times the memory of their document; where a command keeps two, the next is read beside them. */
    private static final int HEAP_PER_CHARACTER = 16;

    private final Path file;
    private final BoundedLineReader lines;

    /** A line that was read ahead. */
    private @Nullable String following;

    private boolean any;
    private int brokenLines;
    private String problem = "it is empty";

    private RecordingReader(Path file, BoundedLineReader lines) {
        this.file = file;
        this.lines = lines;
    }

    public static RecordingReader open(Path file) throws BadRequestException {
        return open(file, bound(Runtime.getRuntime().maxMemory()));
    }

    /** How many characters of a document, in whole MiB, a heap of so many bytes has room for. */
    static int bound(long heap) {
        return Math.clamp((heap / HEAP_PER_CHARACTER) >> 20, 1, 1024) << 20;
    }

    /** With another bound of characters for a document. */
    static RecordingReader open(Path file, int bound) throws BadRequestException {
        try {
            return new RecordingReader(file, new BoundedLineReader(file, text(file), bound));
        } catch (BadRequestException refused) {
            throw refused;
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    private static Reader text(Path file) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(Files.newInputStream(file), 2);
        try {
            byte[] start = bytes.readNBytes(2);
            if (isUtf16(start)) {
                throw new BadRequestException(
                        file + " is UTF-16 text: convert it to UTF-8, for instance with iconv -f UTF-16 -t UTF-8");
            }
            bytes.unread(start);
        } catch (IOException failure) {
            bytes.close();
            throw failure;
        }
        // Unlike Files.newBufferedReader it goes on after bytes that are not UTF-8: they are in a broken line.
        return new InputStreamReader(bytes, StandardCharsets.UTF_8);
    }

    /** By its byte order mark, which no UTF-8 begins with. */
    private static boolean isUtf16(byte[] start) {
        return Arrays.equals(start, new byte[] {(byte) 0xff, (byte) 0xfe})
                || Arrays.equals(start, new byte[] {(byte) 0xfe, (byte) 0xff});
    }

    /**
     * The next sample.
     *
     * @return empty at the end
     * @throws BadRequestException where the file cannot be read, or has none at all
     */
    public Optional<Sample> next() throws BadRequestException {
        for (String document = document(); document != null; document = document()) {
            try {
                Sample sample = sample(Json.parse(document));
                any = true;
                return Optional.of(sample);
            } catch (IOException | RuntimeException failure) {
                problem =
                        String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
                brokenLines++;
            }
        }
        if (!any) {
            throw new BadRequestException(file + " has no sample of buffers: " + problem
                    + "; give a file of 'dmabuf record' or 'dmabuf ls --json'");
        }
        return Optional.empty();
    }

    /** How many lines so far were no whole sample: the recorder, or the machine, died while it wrote them. */
    public int brokenLines() {
        return brokenLines;
    }

    /** A line, or all lines of a document that has several; null at the end. */
    private @Nullable String document() throws BadRequestException {
        try {
            String line = line();
            if (line == null || !line.equals(DOCUMENT_START)) {
                return line;
            }
            following = line();
            // Otherwise the recorder died after the first character of this line.
            return following != null && continues(following) ? whole(line) : line;
        } catch (BadRequestException refused) {
            throw refused;
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    /** What follows a first line in a document: the indented lines, and the end. It may lack that. */
    private String whole(String first) throws IOException {
        StringBuilder document = new StringBuilder(first);
        for (String line = following; line != null; line = lines.next(document.length())) {
            following = line;
            if (!line.isEmpty() && !continues(line)) {
                return document.toString();
            }
            following = null;
            document.append('\n').append(line);
            if (line.equals(DOCUMENT_END)) {
                return document.toString();
            }
        }
        return document.toString();
    }

    private static boolean continues(String line) {
        return line.startsWith(" ") || line.startsWith("\t") || line.equals(DOCUMENT_END);
    }

    /** The next that is not blank. */
    private @Nullable String line() throws IOException {
        String next = following == null ? nextLine() : following;
        following = null;
        while (next != null && next.isBlank()) {
            next = nextLine();
        }
        return next;
    }

    /** Without the byte order mark that some programs put before a text: also inside a file that was put together. */
    private @Nullable String nextLine() throws IOException {
        String next = lines.next(0);
        if (next == null || !next.startsWith(BYTE_ORDER_MARK)) {
            return next;
        }
        return next.substring(BYTE_ORDER_MARK.length());
    }

    private static Sample sample(JsonObject document) {
        Sample sample = new Sample(document.optionalText("reason").orElse("request"), SnapshotReader.read(document));
        Instant time = sample.snapshot().time();
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException("\"time\" is no time of a recording: " + time);
        }
        return sample;
    }

    private static BadRequestException unreadable(Path file, IOException failure) {
        return new BadRequestException("cannot read " + file + ": " + BadRequestException.reason(failure));
    }

    @Override
    public void close() throws BadRequestException {
        try {
            lines.close();
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }
}
