// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.filter.FilteredSnapshot;
import io.github.dmabuf4j.cli.filter.KeptBuffers;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.text.LeakText;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.LeakSubject;
import io.github.dmabuf4j.stats.LeakSuspect;
import io.github.dmabuf4j.stats.LeakWatch;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SampleListener;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds samples to a watch, and says which suspects are new and which are none any more. Called by one thread at a time. */
final class LeakListener implements SampleListener {
    private final LeakWatch watch;
    private final BufferFilter filter;
    private final KeptBuffers buffers;
    private final SizeFormat sizes;
    private final Consumer<String> suspectLines;
    private final Consumer<String> failureLines;
    private Set<LeakSubject> announced = new HashSet<>();
    private @Nullable Instant from;
    private @Nullable FilteredSnapshot last;
    private long samples;
    private long missing;
    private String problem = "there was no time for one";

    LeakListener(
            LeakWatch watch,
            BufferFilter filter,
            SizeFormat sizes,
            Consumer<String> suspectLines,
            Consumer<String> failureLines) {
        this.watch = watch;
        this.filter = filter;
        this.buffers = new KeptBuffers(filter);
        this.sizes = sizes;
        this.suspectLines = suspectLines;
        this.failureLines = failureLines;
    }

    @Override
    public synchronized void sampled(Sample sample) {
        FilteredSnapshot chosen = buffers.of(sample.snapshot());
        Instant time = sample.snapshot().time();
        watch.add(chosen.shown());
        last = chosen;
        from = from == null ? time : from;
        samples++;
        announce(time);
    }

    @Override
    public synchronized void failed(String reason, DmaBufException failure) {
        missing++;
        problem = String.valueOf(failure.getMessage());
        failureLines.accept("no sample (" + TerminalEscape.of(reason) + "): " + TerminalEscape.sentence(problem));
    }

    private void announce(Instant time) {
        String second = LeakText.second(time);
        List<LeakSuspect> now = suspects();
        Set<LeakSubject> subjects = now.stream().map(LeakSuspect::subject).collect(Collectors.toSet());
        now.stream()
                .filter(suspect -> !announced.contains(suspect.subject()))
                .forEach(suspect -> suspectLines.accept(second + " suspect: " + LeakText.sentence(suspect, sizes)));
        announced.stream()
                .filter(subject -> !subjects.contains(subject))
                .forEach(subject -> suspectLines.accept(second + " no suspect any more: " + LeakText.what(subject)));
        announced = subjects;
    }

    /** Those of the processes that the user has chosen. */
    private List<LeakSuspect> suspects() {
        return watch.suspects().stream()
                .filter(suspect ->
                        suspect.subject().process().map(filter::admits).orElse(true))
                .toList();
    }

    /** What was seen so far. */
    synchronized Watched result() throws BadRequestException {
        FilteredSnapshot latest = last;
        Instant first = from;
        if (latest == null || first == null) {
            throw new BadRequestException("no sample could be taken: " + problem);
        }
        return new Watched(suspects(), first, latest, samples, missing, watch.unwatched());
    }
}
