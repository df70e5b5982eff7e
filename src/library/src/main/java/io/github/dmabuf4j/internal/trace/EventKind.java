// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can happen to a buffer. */
public enum EventKind {
    /** A driver or heap made it. */
    EXPORT,
    /** A process got a descriptor of it from the kernel; before Linux 7.0 also by duplicating one, or by a socket. */
    FD,
    /** A driver looked it up by a descriptor, to import it (Linux 6.9). */
    GET,
    /** A driver dropped its reference. */
    PUT,
    /** A device was attached. */
    ATTACH,
    /** A device was detached. */
    DETACH,
    /** A process mapped it by its descriptor, or through a driver. */
    MMAP,
    /** A program gave it a name. The kernel has no tracepoint for it. */
    NAME,
    /** The last reference to it is gone. The kernel has no tracepoint for it. */
    FREE;

    /** The names of the events in the trace that report it: of tracepoints or, where the kernel has none, of probes. */
    List<String> events() {
        return switch (this) {
            case EXPORT -> List.of("dma_buf_export");
            case FD -> List.of("dma_buf_fd");
            case GET -> List.of("dma_buf_get");
            case PUT -> List.of("dma_buf_put");
            case ATTACH -> List.of("dma_buf_dynamic_attach");
            case DETACH -> List.of("dma_buf_detach");
            case MMAP -> List.of("dma_buf_mmap_internal", "dma_buf_mmap");
            case NAME -> List.of("dma_buf_name");
            case FREE -> List.of("dma_buf_free");
        };
    }

    /** Finds the kind that an event of this name in the trace is. */
    static Optional<EventKind> ofEvent(String name) {
        return Stream.of(values()).filter(kind -> kind.events().contains(name)).findFirst();
    }

    /** The name in options and listings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
