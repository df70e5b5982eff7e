// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An object that was read from JSON; what is missing in it or of another type is told by its key. */
record JsonObject(Map<?, ?> members) {

    String text(String key) {
        return member(key, String.class);
    }

    /** Empty where it is null or missing. */
    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /** Numbers above the largest long are unsigned ones. */
    long number(String key) {
        return member(key, Number.class).longValue();
    }

    int smallNumber(String key) {
        return Math.toIntExact(number(key));
    }

    /** Empty where it is null or missing. */
    OptionalLong optionalNumber(String key) {
        return has(key) ? OptionalLong.of(number(key)) : OptionalLong.empty();
    }

    boolean truth(String key) {
        return member(key, Boolean.class);
    }

    <T> List<T> objects(String key, Function<JsonObject, T> reader) {
        return values(key, Map.class).stream()
                .map(value -> reader.apply(new JsonObject((Map<?, ?>) value)))
                .toList();
    }

    <T> List<T> values(String key, Class<T> type) {
        List<?> all = member(key, List.class);
        return all.stream().map(value -> as(key, type, value)).toList();
    }

    private boolean has(String key) {
        return members.get(key) != null;
    }

    private <T> T member(String key, Class<T> type) {
        return as(key, type, members.get(key));
    }

    private static <T> T as(String key, Class<T> type, @Nullable Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("\"" + key + "\" is missing or of another type");
        }
        return type.cast(value);
    }
}
