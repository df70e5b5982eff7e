// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * How texts and sizes are written.
 *
 * @param sizes bytes for people
 * @param printable text of others without characters that steer
 */
public record PageText(LongFunction<String> sizes, UnaryOperator<String> printable) {
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

    String safe(String text) {
        return printable.apply(text);
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
