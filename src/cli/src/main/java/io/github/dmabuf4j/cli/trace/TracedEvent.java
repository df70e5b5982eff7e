// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.TraceEvent;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An event with what was known of its buffer.
 *
 * @param size bytes
 * @param age how long the buffer had been there, in nanoseconds; empty if it was made before the trace
 */
record TracedEvent(
        TraceEvent event, OptionalLong size, Optional<String> exporter, Optional<String> name, OptionalLong age) {

    static TracedEvent of(TraceEvent event, TracedBuffer buffer) {
        return new TracedEvent(event, buffer.size(), buffer.exporter(), buffer.name(), buffer.age(event.nanos()));
    }

    /** How long the buffer has lived; empty if it lives still, or was made before the trace. */
    OptionalLong lifetime() {
        return event.kind() == EventKind.FREE ? age : OptionalLong.empty();
    }

    Optional<String> device() {
        boolean isOfDevice = event.kind() == EventKind.ATTACH || event.kind() == EventKind.DETACH;
        return isOfDevice ? event.text() : Optional.empty();
    }
}
