// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import java.util.Locale;

/** How sizes are printed: as bytes, or rounded for people. */
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

    /** With a sign, also where it is positive. */
    public final String ofChange(long bytes) {
        return bytes > 0 ? "+" + of(bytes) : of(bytes);
    }

    /** In the largest unit that leaves at least 1, with one decimal place: {@code 512 B}, {@code 1.5 MiB}. */
    private static String human(long bytes) {
        double value = bytes;
        int unit = -1;
        // What would be rounded to 1024.0 belongs to the next unit.
        while (Math.abs(value) >= STEP - 0.05 && unit < UNITS.length() - 1) {
            value /= STEP;
            unit++;
        }
        return unit < 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %ciB", value, UNITS.charAt(unit));
    }
}
