// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.EndCause;
import io.github.dmabuf4j.stats.ProcessEnd;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Trigger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The event for which a sample was taken. Kinds differ in shape, not only in colour. */
enum MarkerKind {
    OOM_KILL("oom", "M-5-5L5 5M-5 5L5-5"),
    PROCESS_END("end", "M-4-4H4V4H-4Z"),
    LIMIT("limit", "M0 5L5-4L-5-4Z"),
    PRESSURE("pressure", "M0-5L5 4L-5 4Z"),
    OTHER("other", "M0-5L5 0L0 5L-5 0Z");

    /** The reasons that are not events: a clock or a user has asked for the sample. */
    private static final Set<String> ORDINARY = Set.of(Sample.START, Sample.INTERVAL, "request", "now");

    private final String style;
    private final String shape;

    MarkerKind(String style, String shape) {
        this.style = style;
        this.shape = shape;
    }

    /** The kind of a sample by its reason and what it was taken for; empty where it is not an event. */
    static Optional<MarkerKind> of(String reason, List<Trigger> triggers) {
        if (triggers.stream().anyMatch(MarkerKind::isOomKill)) {
            return Optional.of(OOM_KILL);
        }
        return of(reason).or(() -> triggers.isEmpty() ? Optional.empty() : Optional.of(LIMIT));
    }

    private static boolean isOomKill(Trigger trigger) {
        return trigger instanceof ProcessEnd end && end.cause() == EndCause.OOM_KILLED;
    }

    private static Optional<MarkerKind> of(String reason) {
        return switch (reason) {
            case Sample.OOM_KILL -> Optional.of(OOM_KILL);
            case Sample.PROCESS_END -> Optional.of(PROCESS_END);
            case Sample.LIMIT -> Optional.of(LIMIT);
            case Sample.PRESSURE -> Optional.of(PRESSURE);
            default -> ORDINARY.contains(reason) ? Optional.empty() : Optional.of(OTHER);
        };
    }

    /** Its class in the style sheet. */
    String style() {
        return style;
    }

    /** An SVG path of 10 by 10 units around its centre. */
    String shape() {
        return shape;
    }

    String text() {
        return switch (this) {
            case OOM_KILL -> "process killed for lack of memory";
            case PROCESS_END -> "process ended";
            case LIMIT -> "limit reached";
            case PRESSURE -> "memory pressure";
            case OTHER -> "other event";
        };
    }
}
