// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.io.LossListener;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.PressureLevel;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Sampler;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts the events of the machine until it is closed. */
public final class EventWatch implements AutoCloseable {
    private final EventCounter counter;
    private final Sampler sampler;

    private EventWatch(EventCounter counter, Sampler sampler) {
        this.counter = counter;
        this.sampler = sampler;
    }

    /**
     * Counts from now on that the kernel has killed a process for lack of memory and, where there is a level, memory pressure.
     *
     * @param machine what the sampler reads at an event; it must stay open until the watch is closed
     * @param pressure the lowest level that counts
     * @param losses takes the error where a class is lost that the sampler needs: then nothing may be counted any more
     * @return the watch, for the caller to close
     * @throws DmaBufException if this kernel does not signal memory pressure, or not to this user
     */
    public static EventWatch start(
            MachineStats machine, @Nullable PressureLevel pressure, Consumer<LinkageError> losses)
            throws DmaBufException {
        Sampler.Builder settings = Sampler.of(machine);
        if (pressure != null) {
            settings.onPressure(pressure);
        }
        EventCounter counter = new EventCounter(
                pressure == null ? List.of(Sample.OOM_KILL) : List.of(Sample.OOM_KILL, Sample.PRESSURE));
        return new EventWatch(counter, settings.start(new LossListener(counter, losses)));
    }

    /** What it has counted. */
    public EventCounter counter() {
        return counter;
    }

    @Override
    public void close() {
        sampler.close();
    }
}
