// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The data of an SVG path. Numbers have one decimal place, which is finer than a pixel. */
final class SvgPath {
    private final StringBuilder data = new StringBuilder();
    private boolean drawing;

    /** The next point begins a new line. */
    SvgPath lift() {
        drawing = false;
        return this;
    }

    SvgPath to(double x, double y) {
        data.append(drawing ? 'L' : 'M').append(number(x)).append(' ').append(number(y));
        drawing = true;
        return this;
    }

    SvgPath close() {
        data.append('Z');
        return lift();
    }

    @Override
    public String toString() {
        return data.toString();
    }

    static String number(double value) {
        // Throws for NaN and infinities, which SVG does not have.
        return new BigDecimal(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
