// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * How texts and sizes are written.
 *
 * @param sizes bytes for people
 */
public record PageText(LongFunction<String> sizes) {
    private static final String UNKNOWN = "–";

    String size(long bytes) {
        return sizes.apply(bytes);
    }

    /** With a sign, also where it is positive. */
    String change(long bytes) {
        return (bytes > 0 ? "+" : "") + size(bytes);
    }

    static String change(int number) {
        return (number > 0 ? "+" : "") + number;
    }

    static String safe(String text) {
        return TerminalEscape.of(text);
    }

    /** A name, or a dash where there is none. */
    static String orUnknown(Optional<String> name) {
        return name.filter(given -> !given.isEmpty())
                .map(given -> TerminalEscape.of(given, UNKNOWN))
                .orElse(UNKNOWN);
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
