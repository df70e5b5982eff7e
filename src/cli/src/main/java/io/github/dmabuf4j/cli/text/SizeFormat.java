// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import java.util.Locale;

/** How sizes are printed: in bytes, or rounded for people. */
public enum SizeFormat {
    BYTES {
        @Override
        public String of(long bytes) {
            return Long.toString(bytes);
        }
    },
    HUMAN {
        @Override
        public String of(long bytes) {
            return human(bytes);
        }
    };

    private static final String UNITS = "KMGTPE";
    private static final double STEP = 1024;

    public abstract String of(long bytes);

    /** A difference with its sign, also where it is positive. */
    public final String ofChange(long bytes) {
        return bytes > 0 ? "+" + of(bytes) : of(bytes);
    }

    /** A size in the largest unit of which it is at least 1, with one decimal place: {@code 512 B}, {@code 1.5 MiB}. */
    private static String human(long bytes) {
        double value = bytes;
        int unit = -1;
        // A value that would be rounded to 1024.0 is printed in the next unit.
        while (Math.abs(value) >= STEP - 0.05 && unit < UNITS.length() - 1) {
            value /= STEP;
            unit++;
        }
        return unit < 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %ciB", value, UNITS.charAt(unit));
    }
}
