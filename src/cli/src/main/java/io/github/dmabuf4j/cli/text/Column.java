// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A column of a listing.
 *
 * @param key its name, as in the JSON of the same listing
 * @param kind how its values are printed
 * @param value what a row has there: a text or a number; an empty Optional where it is not known
 */
public record Column<T>(String key, Kind kind, Function<T, Object> value) {
    public enum Kind {
        TEXT,
        /** Of a sentence, whose texts of others are escaped already. */
        SENTENCE,
        NUMBER,
        SIZE,
        /** Of a size, where it is a long, or of a number: with its sign. */
        CHANGE;

        boolean isOfText() {
            return this == TEXT || this == SENTENCE;
        }

        /** A text as it is shown. */
        String printable(String text) {
            return this == SENTENCE ? TerminalEscape.sentence(text) : TerminalEscape.of(text);
        }
    }

    /** Empty where the value is not known. */
    public Optional<Object> valueOf(T row) {
        Object found = value.apply(row);
        if (found instanceof OptionalLong number) {
            return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
        }
        if (found instanceof OptionalInt number) {
            return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
        }
        if (found instanceof Optional<?> optional) {
            return optional.map(known -> known);
        }
        return Optional.of(found);
    }

    public static <T> Column<T> text(String key, Function<T, Object> value) {
        return new Column<>(key, Kind.TEXT, value);
    }

    public static <T> Column<T> sentence(String key, Function<T, Object> value) {
        return new Column<>(key, Kind.SENTENCE, value);
    }

    public static <T> Column<T> number(String key, Function<T, Object> value) {
        return new Column<>(key, Kind.NUMBER, value);
    }

    public static <T> Column<T> size(String key, Function<T, Object> value) {
        return new Column<>(key, Kind.SIZE, value);
    }

    /** A long is a number of bytes, an int one of things. */
    public static <T> Column<T> change(String key, Function<T, Object> value) {
        return new Column<>(key, Kind.CHANGE, value);
    }
}
