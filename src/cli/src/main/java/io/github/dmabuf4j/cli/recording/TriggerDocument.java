// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.EndCause;
import io.github.dmabuf4j.stats.Limit;
import io.github.dmabuf4j.stats.LimitReached;
import io.github.dmabuf4j.stats.ProcessEnd;
import io.github.dmabuf4j.stats.ProcessId;
import io.github.dmabuf4j.stats.Trigger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The triggers of a sample for JSON, and back. */
final class TriggerDocument {
    /** The key of the list of them in the document of a sample. */
    static final String KEY = "triggers";

    private static final String KIND = "kind";
    private static final String PROCESS_END = "process-end";
    private static final String LIMIT = "limit";

    private TriggerDocument() {}

    static Map<String, Object> of(Trigger trigger) {
        return trigger instanceof ProcessEnd end ? of(end) : of((LimitReached) trigger);
    }

    private static Map<String, Object> of(ProcessEnd end) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(KIND, PROCESS_END);
        document.put("pid", end.process().pid());
        document.put("startTicks", end.process().startTicks());
        document.put("name", end.name());
        document.put("cause", word(end.cause()));
        document.put("code", end.code().isPresent() ? end.code().getAsInt() : null);
        return document;
    }

    private static Map<String, Object> of(LimitReached reached) {
        Limit limit = reached.limit();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(KIND, LIMIT);
        document.put("subject", word(limit.subject()));
        document.put("only", limit.name().orElse(null));
        document.put("limit", limit.bytes());
        document.put("withinMillis", millis(limit.within()));
        document.put("name", reached.name());
        document.put("size", reached.bytes());
        return document;
    }

    private static @Nullable Long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(null);
    }

    /** Reads the triggers of a sample. Kinds that a later version has added are left out. */
    static List<Trigger> read(JsonObject sample) {
        return sample.optionalObjects(KEY, TriggerDocument::trigger).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Trigger> trigger(JsonObject document) {
        return switch (document.text(KIND)) {
            case PROCESS_END -> Optional.of(processEnd(document));
            case LIMIT -> limitReached(document);
            default -> Optional.empty();
        };
    }

    private static ProcessEnd processEnd(JsonObject document) {
        return new ProcessEnd(
                new ProcessId(document.smallNumber("pid"), document.number("startTicks")),
                document.text("name"),
                value(EndCause.values(), document.text("cause")).orElse(EndCause.UNKNOWN),
                document.has("code") ? OptionalInt.of(document.smallNumber("code")) : OptionalInt.empty());
    }

    private static Optional<Trigger> limitReached(JsonObject document) {
        OptionalLong within = document.optionalNumber("withinMillis");
        return value(Limit.Subject.values(), document.text("subject"))
                .map(subject -> new LimitReached(
                        new Limit(
                                subject,
                                document.optionalText("only"),
                                document.number("limit"),
                                within.isPresent()
                                        ? Optional.of(Duration.ofMillis(within.getAsLong()))
                                        : Optional.empty()),
                        document.text("name"),
                        document.number("size")));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T extends Enum<T>> Optional<T> value(T[] values, String word) {
        return Stream.of(values).filter(value -> word(value).equals(word)).findFirst();
    }
}
