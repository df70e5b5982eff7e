// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.RecordedBuffer;
import io.github.dmabuf4j.internal.procfs.ProcessFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds leaks in a series of snapshots: what has grown steadily, by exporter, process, name and place of allocation, buffers that
 * the kernel alone holds for too long, and buffers whose last process has ended. It reads nothing by itself and has no clock: the
 * snapshots and their times may be of now, of a recording, or made up.
 *
 * <pre>{@code
 * LeakWatch watch = LeakWatch.ofThisMachine().heldByKernel(Duration.ofMinutes(5)).build();
 * Sampler sampler = Sampler.of(stats).every(Duration.ofSeconds(10)).start(sample -> {
 *     watch.add(sample.snapshot(), BufferLedger.buffers());
 *     watch.suspects().forEach(System.out::println);
 * });
 * }</pre>
 *
 * <p><b>What is steady growth.</b> The samples are divided into 16 to 32 windows, which become longer as time passes. A buffer is known
 * by its inode, so the watch can count for each window the buffers that came then and have stayed, and those that went after they had
 * stayed for a quarter of the time. What is freed sooner, however much it is, is in neither number. Growth is steady where at least
 * three of four windows rise and hardly one falls, both halves rise, what came stays, and the sum is more than chance makes of
 * buffers that come and go. So the first answer takes 96 samples, a leak is found after about 20 of its buffers, and a ramp at the
 * start of a program is not a leak. Buffers that are collected for longer than the watch has lasted look like one.
 *
 * <p><b>Memory.</b> The watch keeps an entry for each buffer of the last snapshot, its subjects and holders, and up to 16 KiB for each
 * of at most {@link Builder#subjects} subjects, however long it lasts.
 *
 * <p>All methods may be called by any thread.
 */
public final class LeakWatch {
    private static final int MOST_OVER = 100;

    private final int mostSubjects;
    private final ProcessLives lives;
    private final HolderlessBuffers holderless;
    private final List<LeakSuspect> over = new ArrayList<>();
    private final Map<SampledSubjects.Key, StayingBuffers> subjects = new HashMap<>();
    private SampleWindows windows = new SampleWindows();
    private @Nullable String boot;
    private Instant time = Instant.MIN;
    private int unwatched;

    private LeakWatch(Builder settings) {
        mostSubjects = settings.subjects;
        lives = new ProcessLives(settings.isRunning);
        holderless = new HolderlessBuffers(Optional.ofNullable(settings.heldByKernel), lives);
    }

    /** The settings of a watch. */
    public static final class Builder {
        private final Predicate<ProcessId> isRunning;
        private @Nullable Duration heldByKernel;
        private int subjects = 1024;

        private Builder(Predicate<ProcessId> isRunning) {
            this.isRunning = isRunning;
        }

        /**
         * Also suspects buffers that the kernel alone holds. A device that uses a buffer holds it so without a leak: a display, for
         * instance, as long as it shows a picture.
         *
         * @param longest for how long it may. A shorter time than a minute also counts for buffers whose process has ended: these are
         *     suspicious after a minute otherwise
         * @return this
         * @throws IllegalArgumentException if the time is negative
         */
        public Builder heldByKernel(Duration longest) {
            if (longest.isNegative()) {
                throw new IllegalArgumentException("the kernel cannot hold a buffer for " + longest);
            }
            heldByKernel = longest;
            return this;
        }

        /**
         * Limits how many exporters, processes, names and places are watched.
         *
         * @param most the number; 1024 unless set. Those that come when there are so many are not watched ({@link #unwatched})
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder subjects(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("a watch of " + most + " subjects");
            }
            subjects = most;
            return this;
        }

        /**
         * Makes the watch.
         *
         * @return a watch without samples
         */
        public LeakWatch build() {
            return new LeakWatch(this);
        }
    }

    /**
     * A watch of snapshots of which it is not known whether a process has ended, such as those of a recording. It has no suspects of
     * the kind {@link LeakKind#ENDED_PROCESS}.
     *
     * @return the settings, to be completed
     */
    public static Builder ofSnapshots() {
        return of(process -> false);
    }

    /**
     * A watch of snapshots that this process takes of the machine just before it adds them. Whether a process has ended is read from
     * {@code /proc}: one that was not waited for by its parent has not ended.
     *
     * @return the settings, to be completed
     */
    public static Builder ofThisMachine() {
        Path procfs = Path.of("/proc");
        return of(process -> new ProcessFacts(procfs, process.pid()).isStillThere(process.startTicks()));
    }

    /**
     * A watch of snapshots of a machine whose processes the program knows.
     *
     * @param isRunning whether a process runs at the time of the last snapshot. One for which this was never true is not known to
     *     have ended
     * @return the settings, to be completed
     */
    public static Builder of(Predicate<ProcessId> isRunning) {
        return new Builder(isRunning);
    }

    /**
     * Adds a snapshot.
     *
     * @param snapshot was taken later than those before. Where its time is earlier, because the clock was set back, it counts as
     *     taken at the same time as the last one. A snapshot of another boot starts the watch anew
     */
    public void add(Snapshot snapshot) {
        add(snapshot, List.of());
    }

    /**
     * Adds a snapshot, and the places where this JVM has allocated its buffers.
     *
     * @param snapshot as in {@link #add(Snapshot)}
     * @param ownBuffers what {@link io.github.dmabuf4j.BufferLedger#buffers} returns; empty where the ledger is off
     */
    public synchronized void add(Snapshot snapshot, List<RecordedBuffer> ownBuffers) {
        if (!snapshot.bootId().equals(boot)) {
            restart(snapshot.bootId());
        }
        time = snapshot.time().isBefore(time) ? time : snapshot.time();
        List<ProcessId> holders =
                snapshot.processes().stream().map(usage -> usage.process().id()).toList();
        holders.forEach(lives::seen);
        boolean isFirst = windows.last() < 0;
        beginSample();
        addSubjects(new SampledSubjects(snapshot, ownBuffers), isFirst ? Cohorts.AT_START : windows.last());
        holderless.add(snapshot, time);
        lives.retain(holders, holderless.lastHolders());
        if (windows.isLastComplete()) {
            subjects.values().forEach(StayingBuffers::windowEnded);
        }
    }

    private void restart(String newBoot) {
        growing().forEach(this::keepOver);
        boot = newBoot;
        time = Instant.MIN;
        windows = new SampleWindows();
        subjects.clear();
        holderless.clear();
    }

    private void keepOver(LeakSuspect suspect) {
        if (over.size() < MOST_OVER) {
            over.add(suspect.over());
        }
    }

    private void beginSample() {
        if (windows.isFull()) {
            windows.halve();
            subjects.values().forEach(StayingBuffers::halve);
        }
        windows.add(time);
    }

    private void addSubjects(SampledSubjects sample, int window) {
        subjects.entrySet().removeIf(entry -> isGone(entry.getKey(), entry.getValue(), sample));
        unwatched = 0;
        int before = Math.max(0, windows.last());
        sample.entries().forEach((key, entry) -> {
            if (subjects.containsKey(key) || subjects.size() < mostSubjects) {
                subjects.computeIfAbsent(key, added -> new StayingBuffers(entry.subject(), before))
                        .add(entry.sizes(), window);
            } else {
                unwatched++;
            }
        });
    }

    /** What a process has leaked until its end is freed with it, and was a leak nevertheless. */
    private boolean isGone(SampledSubjects.Key key, StayingBuffers buffers, SampledSubjects sample) {
        if (!sample.isAbout(key) || sample.entries().containsKey(key)) {
            return false;
        }
        if (key.value() instanceof ProcessId process && !lives.isRunning(process)) {
            buffers.suspect(windows).ifPresent(this::keepOver);
        }
        return true;
    }

    /**
     * Returns the suspects by falling suspicion. What has grown more comes first, the more so the less the subject has beside it.
     * A leak shows in several of them: its process, its name and its exporter, for instance.
     *
     * @return the suspects as of the last snapshot; after these, those whose process has ended or whose boot is over, up to 100
     */
    public synchronized List<LeakSuspect> suspects() {
        return Stream.of(growing(), holderless.suspects(time), over)
                .flatMap(List::stream)
                .sorted(LeakSuspect.BY_SUSPICION)
                .toList();
    }

    private List<LeakSuspect> growing() {
        return subjects.values().stream()
                .flatMap(buffers -> buffers.suspect(windows).stream())
                .toList();
    }

    /**
     * Counts the subjects of the last snapshot that are not watched, because there are too many.
     *
     * @return their number; 0 if all are watched
     */
    public synchronized int unwatched() {
        return unwatched;
    }
}
