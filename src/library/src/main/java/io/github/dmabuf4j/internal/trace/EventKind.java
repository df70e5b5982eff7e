// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can happen to a buffer. */
public enum EventKind {
    /** A driver or heap made it (Linux 7.0). */
    EXPORT,
    /** A process got a descriptor of it from the kernel (Linux 7.0). */
    FD,
    /** A driver looked it up by a descriptor, to import it (Linux 7.0). */
    GET,
    /** A driver dropped its reference (Linux 7.0). */
    PUT,
    /** A device was attached (Linux 7.0). */
    ATTACH,
    /** A device was detached (Linux 7.0). */
    DETACH,
    /** A process mapped it by its descriptor, or through a driver (Linux 7.0). */
    MMAP,
    /** A program gave it a name. The kernel has no tracepoint for it. */
    NAME,
    /** The last reference to it is gone. The kernel has no tracepoint for it. */
    FREE;

    /** The kernel's tracepoints that report it; none where a probe does. */
    List<String> tracepoints() {
        return switch (this) {
            case EXPORT -> List.of("dma_buf_export");
            case FD -> List.of("dma_buf_fd");
            case GET -> List.of("dma_buf_get");
            case PUT -> List.of("dma_buf_put");
            case ATTACH -> List.of("dma_buf_dynamic_attach");
            case DETACH -> List.of("dma_buf_detach");
            case MMAP -> List.of("dma_buf_mmap_internal", "dma_buf_mmap");
            case NAME, FREE -> List.of();
        };
    }

    Optional<Probe> probe() {
        return switch (this) {
            case NAME -> Optional.of(Probe.NAME);
            case FREE -> Optional.of(Probe.FREE);
            default -> Optional.empty();
        };
    }

    /** Finds the kind that an event of this name in the trace is. */
    static Optional<EventKind> ofEvent(String name) {
        return Stream.of(values()).filter(kind -> kind.isReportedBy(name)).findFirst();
    }

    private boolean isReportedBy(String name) {
        return tracepoints().contains(name)
                || probe().filter(one -> one.eventName().equals(name)).isPresent();
    }

    /** The name in options and listings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
