// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A column of a listing. It is declared once and printed as text, as CSV and as JSON.
 *
 * @param key its name: the heading in CSV, the name of the member in JSON
 * @param heading the heading in text
 * @param kind how its values are printed
 * @param value returns the value of a row: a text, a number or a boolean; an empty Optional where it is not known
 */
public record Column<T>(String key, String heading, Kind kind, Function<T, Object> value) {
    private static final String UNKNOWN = "-";

    private Column(String key, Kind kind, Function<T, Object> value) {
        this(key, key.toUpperCase(Locale.ROOT), kind, value);
    }

    public enum Kind {
        TEXT,
        /** A sentence in which the names that others have chosen are already escaped. */
        SENTENCE,
        /** A boolean. */
        FLAG,
        NUMBER,
        SIZE,
        /** A difference, printed with its sign: a long is one of sizes, an int one of numbers. */
        CHANGE;

        boolean isOfText() {
            return this == TEXT || this == SENTENCE || this == FLAG;
        }

        private String text(Object value, SizeFormat sizes) {
            if (value instanceof Long bytes && this == SIZE) {
                return sizes.of(bytes);
            }
            if (this == CHANGE) {
                return value instanceof Long bytes ? sizes.ofChange(bytes) : signed((int) value);
            }
            return this == TEXT ? TerminalEscape.of(value.toString(), UNKNOWN) : printable(value);
        }

        private static String signed(int number) {
            return number > 0 ? "+" + number : Integer.toString(number);
        }

        /** Without characters that could steer a terminal. */
        private String printable(Object value) {
            return switch (this) {
                case TEXT -> TerminalEscape.of(value.toString());
                case SENTENCE -> TerminalEscape.sentence(value.toString());
                case FLAG -> value.equals(true) ? "yes" : "no";
                case NUMBER, SIZE, CHANGE -> value.toString();
            };
        }
    }

    public static <T> Column<T> text(String key, Function<T, Object> value) {
        return new Column<>(key, Kind.TEXT, value);
    }

    public static <T> Column<T> sentence(String key, Function<T, Object> value) {
        return new Column<>(key, Kind.SENTENCE, value);
    }

    public static <T> Column<T> flag(String key, Predicate<T> value) {
        return new Column<>(key, Kind.FLAG, value::test);
    }

    public static <T> Column<T> number(String key, Function<T, Object> value) {
        return new Column<>(key, Kind.NUMBER, value);
    }

    /** A column of unsigned 64-bit numbers, which rows have as a long or an OptionalLong. */
    public static <T> Column<T> unsigned(String key, Function<T, Object> value) {
        return number(key, row -> known(value.apply(row)).map(number -> unsigned((long) number)));
    }

    private static Number unsigned(long number) {
        return number >= 0 ? Long.valueOf(number) : new BigInteger(Long.toUnsignedString(number));
    }

    public static <T> Column<T> size(String key, Function<T, Object> value) {
        return new Column<>(key, Kind.SIZE, value);
    }

    /** A column of differences: a long is one of sizes, an int one of numbers. */
    public static <T> Column<T> change(String key, Function<T, Object> value) {
        return new Column<>(key, Kind.CHANGE, value);
    }

    /** The same column for rows of which {@code part} is the row of this one. */
    public <R> Column<R> on(Function<R, T> part) {
        return new Column<>(key, heading, kind, row -> value.apply(part.apply(row)));
    }

    /** The same column for rows of which some have no such part. */
    public <R> Column<R> onOptional(Function<R, Optional<T>> part) {
        return new Column<>(key, heading, kind, row -> part.apply(row).flatMap(this::valueOf));
    }

    /** The same column with another heading in text. The heading is printable. */
    public Column<T> headed(String other) {
        return new Column<>(key, other, kind, value);
    }

    /** The value of a row; empty where it is not known. */
    public Optional<Object> valueOf(T row) {
        return known(value.apply(row));
    }

    private static Optional<Object> known(Object found) {
        return Optional.ofNullable(knownOrNull(found));
    }

    private static @Nullable Object knownOrNull(Object found) {
        if (found instanceof OptionalLong number) {
            return number.isPresent() ? (Object) number.getAsLong() : null;
        }
        if (found instanceof OptionalInt number) {
            return number.isPresent() ? (Object) number.getAsInt() : null;
        }
        return found instanceof Optional<?> optional ? optional.orElse(null) : found;
    }

    /**
     * The value of a row as a user reads it; a dash where it is not known or an empty text. A listing has many of them, most of which
     * are made before this is compiled: so without the objects and calls of an Optional.
     */
    public String text(T row, SizeFormat sizes) {
        Object found = knownOrNull(value.apply(row));
        return found == null || found.equals("") ? UNKNOWN : kind.text(found, sizes);
    }

    /**
     * The value of a row in CSV, sizes in bytes; empty where it is not known.
     *
     * @param texts applied to the escaped values of text columns
     */
    String csv(T row, UnaryOperator<String> texts) {
        Optional<String> printable = valueOf(row).map(kind::printable);
        return (kind.isOfText() ? printable.map(texts) : printable).orElse("");
    }

    /** The values of a row as an object of JSON, in the order of the columns; null where a value is not known. */
    public static <T> Map<String, Object> document(List<Column<T>> columns, T row) {
        Map<String, Object> document = new LinkedHashMap<>();
        columns.forEach(column -> document.put(column.key(), column.json(row)));
        return document;
    }

    private @Nullable Object json(T row) {
        return valueOf(row).orElse(null);
    }
}
