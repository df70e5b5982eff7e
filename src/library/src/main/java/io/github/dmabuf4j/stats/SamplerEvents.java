// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.events.PressureTrigger;
import io.github.dmabuf4j.internal.events.UnexplainedKills;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.internal.sys.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sampler waits for, with the descriptors that report it. For one thread at a time, except where a method says more. */
final class SamplerEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

    /** How often the count of OOM kills is read, and chosen processes are looked for. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** The reason of a sample, and what triggered it. */
    record Occasion(String reason, List<Trigger> triggers) {
        Occasion(String reason) {
            this(reason, List.of());
        }
    }

    private final boolean holders;
    private final ChosenProcesses chosen;
    private final Optional<PressureTrigger> pressure;
    private final Optional<ProcessEnds> ends;
    private final UnexplainedKills kills;
    private @Nullable Waiter waiter;

    private SamplerEvents(Sampler.Builder settings, Optional<PressureTrigger> pressure, Optional<ProcessEnds> ends) {
        this.holders = settings.holders();
        this.chosen = new ChosenProcesses(settings.ends());
        this.pressure = pressure;
        this.ends = ends;
        this.kills = new UnexplainedKills(ends.isPresent() ? LOOK : Duration.ZERO);
    }

    /** Opens what the settings need. */
    static SamplerEvents open(Sampler.Builder settings) throws DmaBufException {
        Optional<PressureTrigger> pressure = settings.level().isPresent()
                ? Optional.of(PressureTrigger.open(settings.level().get().trigger()))
                : Optional.empty();
        boolean isOwned = false;
        try {
            SamplerEvents events = open(settings, pressure);
            isOwned = true;
            return events;
        } finally {
            if (!isOwned) {
                pressure.ifPresent(PressureTrigger::close);
            }
        }
    }

    private static SamplerEvents open(Sampler.Builder settings, Optional<PressureTrigger> pressure)
            throws DmaBufException {
        boolean watches = settings.holders() || !settings.ends().isEmpty();
        Optional<ProcessEnds> ends = watches ? Optional.of(ProcessEnds.open()) : Optional.empty();
        boolean isOwned = false;
        try {
            for (ProcessChoice choice : settings.ends()) {
                if (choice.pid().isPresent()) {
                    ends.orElseThrow().watch(choice.pid().getAsInt());
                }
            }
            SamplerEvents events = new SamplerEvents(settings, pressure, ends);
            events.openWaiter();
            isOwned = true;
            return events;
        } finally {
            if (!isOwned) {
                ends.ifPresent(ProcessEnds::close);
            }
        }
    }

    private void openWaiter() throws DmaBufException {
        int urgent = pressure.map(PressureTrigger::number).orElse(Waiter.NONE);
        int readable = ends.map(ProcessEnds::number).orElse(Waiter.NONE);
        int eventfd = Sys.eventfd(0, LibC.EFD_CLOEXEC() | LibC.EFD_NONBLOCK());
        if (eventfd < 0) {
            throw new DmaBufException("eventfd", "a new sampler", -eventfd);
        }
        try {
            waiter = new Waiter(eventfd, urgent, readable);
        } finally {
            if (waiter == null) {
                Sys.close(eventfd);
            }
        }
    }

    private Waiter waiter() {
        Waiter opened = waiter;
        if (opened == null) {
            throw new IllegalStateException("the waiter was not opened");
        }
        return opened;
    }

    /** Ends the current wait, or the next one. For any thread. */
    void call() {
        waiter().call();
    }

    /** Waits at most a second for an occasion to take a sample. */
    Optional<Occasion> next(Schedule schedule) {
        boolean isOver = ends.filter(ProcessEnds::hasEarly).isPresent();
        Waiter.Event event = waiter().await(isOver ? Duration.ZERO : schedule.untilNext(LOOK));
        if (event == Waiter.Event.URGENT) {
            return Optional.of(new Occasion(Sample.PRESSURE));
        }
        if (event == Waiter.Event.LOST) {
            LOG.warn("{} does not signal memory pressure any more", PressureTrigger.FILE);
        }
        return ended().or(() -> dueOccasion(schedule));
    }

    private Optional<Occasion> ended() {
        List<ProcessEnd> found = ends.map(watched -> watched.ended(kills)).orElse(List.of());
        return found.isEmpty() ? Optional.empty() : Optional.of(new Occasion(Sample.PROCESS_END, List.copyOf(found)));
    }

    private Optional<Occasion> dueOccasion(Schedule schedule) {
        ends.ifPresent(chosen::watchYoung);
        if (kills.isDue()) {
            return Optional.of(new Occasion(Sample.OOM_KILL));
        }
        return schedule.isDue() ? Optional.of(new Occasion(Sample.INTERVAL)) : Optional.empty();
    }

    /** Watches the processes that a snapshot shows, as far as they are to be watched. */
    void follow(Snapshot snapshot) {
        if (ends.isPresent()) {
            if (holders) {
                ends.get().watchHolders(snapshot);
            }
            chosen.watchAll(ends.get());
        }
    }

    @Override
    public void close() {
        if (waiter != null) {
            waiter.close();
        }
        ends.ifPresent(ProcessEnds::close);
        pressure.ifPresent(PressureTrigger::close);
    }
}
