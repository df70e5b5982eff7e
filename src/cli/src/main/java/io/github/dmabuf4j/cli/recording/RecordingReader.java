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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a recording sample by sample, since a long one does not fit in memory. Broken lines are left out and counted. */
public final class RecordingReader implements AutoCloseable {
    /** The last time with a year of four digits. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final String DOCUMENT_START = "{";
    private static final String DOCUMENT_END = "}";
    private static final String BYTE_ORDER_MARK = "\ufeff";
    /** A sample takes up to 11 times the memory of its document, and a command may keep two while it reads the next. */
    private static final int HEAP_PER_CHARACTER = 16;

    private final Path file;
    private final BoundedLineReader lines;

    /** A line that was read ahead, if any. */
    private @Nullable String following;

    private boolean any;
    private int brokenLines;
    private String problem = "it is empty";
    /** The time of the sample before. */
    private Optional<Instant> before = Optional.empty();

    private final GapNotes gaps = new GapNotes();

    private RecordingReader(Path file, BoundedLineReader lines) {
        this.file = file;
        this.lines = lines;
    }

    public static RecordingReader open(Path file) throws BadRequestException {
        return open(file, bound(Runtime.getRuntime().maxMemory()));
    }

    /** The longest document, in characters, for which a heap of {@code heap} bytes has room: a multiple of 2^20. */
    static int bound(long heap) {
        return Math.clamp((heap / HEAP_PER_CHARACTER) >> 20, 1, 1024) << 20;
    }

    /** Opens a recording whose documents have at most {@code bound} characters. */
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
        // Unlike Files.newBufferedReader it accepts bytes that are not UTF-8. They make their line a broken one.
        return new InputStreamReader(bytes, StandardCharsets.UTF_8);
    }

    /** Whether a text begins with a byte order mark of UTF-16, which is not valid UTF-8. */
    private static boolean isUtf16(byte[] start) {
        return Arrays.equals(start, new byte[] {(byte) 0xff, (byte) 0xfe})
                || Arrays.equals(start, new byte[] {(byte) 0xfe, (byte) 0xff});
    }

    /**
     * Reads the next sample.
     *
     * @return the sample; empty at the end
     * @throws BadRequestException when the file cannot be read, or contains no sample at all
     */
    public Optional<Sample> next() throws BadRequestException {
        for (String document = document(); document != null; document = document()) {
            try {
                JsonObject parsed = Json.parse(document);
                Sample sample = sample(parsed);
                addGap(parsed, sample);
                any = true;
                return Optional.of(sample);
            } catch (IOException | RuntimeException failure) {
                problem =
                        String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
                brokenLines++;
            }
        }
        if (!any) {
            throw new BadRequestException(file + " contains no sample: " + problem
                    + "; give the output of 'dmabuf record' or 'dmabuf ls --json'");
        }
        return Optional.empty();
    }

    /** Remembers what is missing before a sample. A recorder that was started again has not sampled since the sample before. */
    private void addGap(JsonObject document, Sample sample) {
        Instant time = sample.snapshot().time();
        if (sample.reason().equals(Sample.START) && before.isPresent()) {
            long seconds = Duration.between(before.get(), time).toSeconds();
            gaps.add("the recorder was started again at " + time.truncatedTo(ChronoUnit.SECONDS)
                    + (seconds < 0 ? "" : ", " + seconds + " s after the sample before"));
        }
        before = Optional.of(time);
        RecordingGap.before(document).notes(time).forEach(gaps::add);
    }

    /** The number of broken lines so far. A line is broken where the recorder or the machine died while writing it. */
    public int brokenLines() {
        return brokenLines;
    }

    /** Sentences about what is missing between the samples so far. */
    List<String> gapNotes() {
        return gaps.sentences();
    }

    /** How far the file is read, for a user who waits. Another thread can ask. */
    public String progress() {
        return read().text(ReadingProgress.nameOf(file));
    }

    ReadingProgress read() {
        return ReadingProgress.of(lines.characters(), file);
    }

    /** Reads a document of one or more lines; null at the end. */
    private @Nullable String document() throws BadRequestException {
        try {
            String line = line();
            if (line == null || !line.equals(DOCUMENT_START)) {
                return line;
            }
            following = line();
            // Without an indented line after it, this line broke off after its first character.
            return following != null && continues(following) ? whole(line) : line;
        } catch (BadRequestException refused) {
            throw refused;
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    /** Reads a document of several lines: after the first, indented lines up to the closing brace, which may be missing. */
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

    /** The next line that is not blank. */
    private @Nullable String line() throws IOException {
        String next = following == null ? nextLine() : following;
        following = null;
        while (next != null && next.isBlank()) {
            next = nextLine();
        }
        return next;
    }

    /** Removes a byte order mark. It can come before any line of a file that was concatenated from others. */
    private @Nullable String nextLine() throws IOException {
        String next = lines.next(0);
        if (next == null || !next.startsWith(BYTE_ORDER_MARK)) {
            return next;
        }
        return next.substring(BYTE_ORDER_MARK.length());
    }

    private static Sample sample(JsonObject document) {
        Sample sample = new Sample(
                document.optionalText("reason").orElse("request"),
                SnapshotReader.read(document),
                TriggerDocument.read(document));
        Instant time = sample.snapshot().time();
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException("\"time\" is out of range: " + time);
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
