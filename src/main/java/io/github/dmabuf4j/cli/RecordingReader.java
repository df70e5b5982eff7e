// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.stats.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a recording sample by sample: a long one has no place in memory. A broken line is left out and counted. */
final class RecordingReader implements AutoCloseable {
    /** Calendars reach no further. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final String DOCUMENT_START = "{";

    private final Path file;
    private final BufferedReader lines;

    /** A line that was read ahead. */
    private @Nullable String following;

    private boolean any;
    private int brokenLines;
    private String problem = "it is empty";

    private RecordingReader(Path file, BufferedReader lines) {
        this.file = file;
        this.lines = lines;
    }

    static RecordingReader open(Path file) throws BadRequestException {
        try {
            // Unlike Files.newBufferedReader it goes on where something is no UTF-8: that is in a broken line.
            return new RecordingReader(
                    file,
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)));
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    /**
     * The next sample.
     *
     * @return empty at the end
     * @throws BadRequestException where the file cannot be read, or has none at all
     */
    Optional<Sample> next() throws BadRequestException {
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
    int brokenLines() {
        return brokenLines;
    }

    /** A line, or all lines of a document that has several; null at the end. */
    private @Nullable String document() throws BadRequestException {
        try {
            String line = line();
            if (line == null || !line.equals(DOCUMENT_START)) {
                return line;
            }
            String second = line();
            if (second == null || second.startsWith(DOCUMENT_START)) {
                // The next sample: the recorder died after the first character of this one.
                following = second;
                return line;
            }
            StringBuilder all = new StringBuilder(line);
            for (String next = second; next != null; next = line()) {
                all.append(next).append('\n');
            }
            return all.toString();
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    /** The next that is not blank. */
    private @Nullable String line() throws IOException {
        String next = following == null ? lines.readLine() : following;
        following = null;
        while (next != null && next.isBlank()) {
            next = lines.readLine();
        }
        return next;
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
