// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An object that was read from JSON. The exception for a member that is missing or of another type names its key. */
public record JsonObject(Map<?, ?> members) {

    public String text(String key) {
        return member(key, String.class);
    }

    /** A text; empty where it is null or missing. */
    public Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /** A number of 64 bits. A number above the largest long is read as unsigned. */
    public long number(String key) {
        return wholeNumber(key, Long.SIZE).longValue();
    }

    public int smallNumber(String key) {
        return wholeNumber(key, Integer.SIZE - 1).intValue();
    }

    /** A number of 64 bits; empty where it is null or missing. */
    public OptionalLong optionalNumber(String key) {
        return has(key) ? OptionalLong.of(number(key)) : OptionalLong.empty();
    }

    /** Refuses a number with a fraction, an exponent or too many bits, which could not be read without loss. */
    private BigInteger wholeNumber(String key, int bits) {
        Number number = member(key, Number.class);
        boolean whole = number instanceof Integer || number instanceof Long || number instanceof BigInteger;
        BigInteger value = whole ? new BigInteger(number.toString()) : BigInteger.ZERO;
        if (!whole || value.bitLength() > (value.signum() < 0 ? Math.min(bits, Long.SIZE - 1) : bits)) {
            throw new IllegalArgumentException("\"" + key + "\" is not a whole number or is too large");
        }
        return value;
    }

    public boolean truth(String key) {
        return member(key, Boolean.class);
    }

    /** An object; empty where it is null or missing. */
    public Optional<JsonObject> optionalObject(String key) {
        return has(key) ? Optional.of(new JsonObject(member(key, Map.class))) : Optional.empty();
    }

    public <T> List<T> objects(String key, Function<JsonObject, T> reader) {
        return values(key, Map.class).stream()
                .map(value -> reader.apply(new JsonObject((Map<?, ?>) value)))
                .toList();
    }

    /** The objects of a list; none where it is null or missing. */
    public <T> List<T> optionalObjects(String key, Function<JsonObject, T> reader) {
        return has(key) ? objects(key, reader) : List.of();
    }

    public <T> List<T> values(String key, Class<T> type) {
        List<?> all = member(key, List.class);
        return all.stream().map(value -> as(key, type, value)).toList();
    }

    /** Whether a member is there and not null. */
    public boolean has(String key) {
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
