// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.TraceEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Events of tests: one buffer of one page after another, of the exporter {@code system}. */
final class Events {
    static final long SIZE = 4096;

    private Events() {}

    static TraceEvent event(EventKind kind, long nanos, int pid, long inode, @Nullable String text) {
        boolean hasFigures = kind != EventKind.FREE && kind != EventKind.NAME;
        return new TraceEvent(
                nanos,
                pid,
                pid,
                "p" + pid,
                kind,
                inode,
                hasFigures ? OptionalLong.of(SIZE) : OptionalLong.empty(),
                hasFigures ? Optional.of("system") : Optional.empty(),
                kind == EventKind.FD ? OptionalInt.of(3) : OptionalInt.empty(),
                Optional.ofNullable(text),
                List.of());
    }

    static TraceEvent event(EventKind kind, long nanos, int pid, long inode) {
        return event(kind, nanos, pid, inode, null);
    }
}
