// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Sample;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * The samples of several recordings, merged by time. Of each recording only the next sample is in memory. The samples of one
 * recording keep their order, also where the clock was set back between them.
 */
public final class MergedRecordings implements AutoCloseable {
    private final List<Source> sources = new ArrayList<>();
    private final PriorityQueue<Source> waiting = new PriorityQueue<>(Comparator.comparing(Source::time));

    /** A file and its next sample. */
    private static final class Source {
        private final Path file;
        private final RecordingReader reader;
        private Optional<Sample> next = Optional.empty();

        Source(Path file, RecordingReader reader) {
            this.file = file;
            this.reader = reader;
        }

        Instant time() {
            return next.map(sample -> sample.snapshot().time()).orElse(Instant.MAX);
        }
    }

    private MergedRecordings() {}

    public static MergedRecordings open(List<Path> files) throws BadRequestException {
        MergedRecordings merged = new MergedRecordings();
        try {
            for (Path file : files) {
                Source source = new Source(file, RecordingReader.open(file));
                merged.sources.add(source);
                merged.advance(source);
            }
        } catch (BadRequestException | RuntimeException failure) {
            merged.close();
            throw failure;
        }
        return merged;
    }

    private void advance(Source source) throws BadRequestException {
        source.next = source.reader.next();
        if (source.next.isPresent()) {
            waiting.add(source);
        }
    }

    /** The next sample; empty at the end of all recordings. */
    public Optional<Sample> next() throws BadRequestException {
        Source source = waiting.poll();
        if (source == null) {
            return Optional.empty();
        }
        Optional<Sample> sample = source.next;
        advance(source);
        return sample;
    }

    /** How far all are read, for a user who waits. Another thread can ask. */
    public String progress() {
        if (sources.size() == 1) {
            return sources.get(0).reader.progress();
        }
        return sources.stream()
                .map(source -> source.reader.read())
                .reduce(ReadingProgress::plus)
                .map(read -> read.text(sources.size() + " recordings"))
                .orElse("");
    }

    /** Notes on the lines that were left out so far, and on what is missing between the samples. */
    public List<String> notes() {
        return sources.stream().flatMap(MergedRecordings::notes).toList();
    }

    private static Stream<String> notes(Source source) {
        String origin = source.file.toString();
        int broken = source.reader.brokenLines();
        Stream<String> ofLines = broken > 0 ? Stream.of(new BrokenLines(broken).note(origin)) : Stream.empty();
        Stream<String> ofGaps =
                source.reader.gapNotes().stream().map(note -> "note: " + TerminalEscape.of(origin) + ": " + note);
        return Stream.concat(ofLines, ofGaps);
    }

    @Override
    public void close() throws BadRequestException {
        for (Source source : sources) {
            source.reader.close();
        }
    }
}
