// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.Sample;
import java.util.Optional;
import java.util.Set;

/** What happened when a sample was taken. The shapes differ, not only the colours. */
enum MarkerKind {
    OOM_KILL("oom", "M-5-5L5 5M-5 5L5-5"),
    PRESSURE("pressure", "M0-5L5 4L-5 4Z"),
    OTHER("other", "M0-5L5 0L0 5L-5 0Z");

    /** What a clock or a user asks for. */
    private static final Set<String> ORDINARY = Set.of(Sample.START, Sample.INTERVAL, "request", "now");

    private final String style;
    private final String shape;

    MarkerKind(String style, String shape) {
        this.style = style;
        this.shape = shape;
    }

    /** Empty where nothing happened. */
    static Optional<MarkerKind> of(String reason) {
        return switch (reason) {
            case Sample.OOM_KILL -> Optional.of(OOM_KILL);
            case Sample.PRESSURE -> Optional.of(PRESSURE);
            default -> ORDINARY.contains(reason) ? Optional.empty() : Optional.of(OTHER);
        };
    }

    /** The class of its style. */
    String style() {
        return style;
    }

    /** A path of 10 by 10 around its centre. */
    String shape() {
        return shape;
    }

    String text() {
        return switch (this) {
            case OOM_KILL -> "process killed for want of memory";
            case PRESSURE -> "memory pressure";
            case OTHER -> "other event";
        };
    }
}
