// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can happen to a buffer. */
public enum EventKind {
    /** A driver or heap made it (Linux 7.0). */
    EXPORT("dma_buf_export"),
    /** A process got a descriptor of it from the kernel (Linux 7.0). */
    FD("dma_buf_fd"),
    /** A driver looked it up by a descriptor, to import it (Linux 7.0). */
    GET("dma_buf_get"),
    /** A driver dropped its reference (Linux 7.0). */
    PUT("dma_buf_put"),
    /** A device was attached (Linux 7.0). */
    ATTACH("dma_buf_dynamic_attach"),
    /** A device was detached (Linux 7.0). */
    DETACH("dma_buf_detach"),
    /** A process mapped it by its descriptor, or through a driver (Linux 7.0). */
    MMAP("dma_buf_mmap_internal", "dma_buf_mmap"),
    /** A program gave it a name. The kernel has no tracepoint for it. */
    NAME(Probe.NAME),
    /** The last reference to it is gone. The kernel has no tracepoint for it. */
    FREE(Probe.FREE);

    private final List<String> tracepoints;
    private final Optional<Probe> probe;

    EventKind(String... tracepoints) {
        this.tracepoints = List.of(tracepoints);
        this.probe = Optional.empty();
    }

    EventKind(Probe probe) {
        this.tracepoints = List.of();
        this.probe = Optional.of(probe);
    }

    /** The kernel's tracepoints that report it; none where a probe does. */
    List<String> tracepoints() {
        return tracepoints;
    }

    Optional<Probe> probe() {
        return probe;
    }

    /** Finds the kind that an event of this name in the trace is. */
    static Optional<EventKind> ofEvent(String name) {
        return Stream.of(values()).filter(kind -> kind.isReportedBy(name)).findFirst();
    }

    private boolean isReportedBy(String name) {
        return tracepoints.contains(name)
                || probe.filter(one -> one.eventName().equals(name)).isPresent();
    }

    /** The name in options and listings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
