// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Decimal numbers in bytes, without a String. */
public final class DecimalBytes {
    /** No number of {@link #shortNumber} is negative. */
    public static final long NONE = -1;

    /** Every decimal number of so many digits fits into a long. */
    private static final int SHORT_DIGITS = 18;

    private DecimalBytes() {}

    /** Reads a number of 1 to 18 digits that takes all of the bytes. Returns {@link #NONE} for everything else. */
    public static long shortNumber(byte[] bytes, int start, int end) {
        if (start >= end || end - start > SHORT_DIGITS) {
            return NONE;
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** Reads a number of 64 bits without a sign that takes all of the bytes; empty for everything else. */
    public static OptionalLong unsigned(byte[] bytes, int start, int end) {
        long number = shortNumber(bytes, start, end);
        return number == NONE ? unusual(bytes, start, end) : OptionalLong.of(number);
    }

    private static OptionalLong unusual(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        try {
            return text.startsWith("+") ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(text));
        } catch (NumberFormatException anythingElse) {
            return OptionalLong.empty();
        }
    }
}
