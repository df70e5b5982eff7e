// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import java.util.List;

/** Narrows the columns of a table that does not fit in a line. Only texts are shortened: a figure without its end is another one. */
final class ColumnFit {
    private static final int NARROWEST = 8;

    private ColumnFit() {}

    /** The widths, of which as many are taken as there are too many, each time from the widest text. */
    static int[] fitted(int[] widths, List<? extends Column<?>> columns, int surplus) {
        int[] fitted = widths.clone();
        for (int left = surplus; left > 0; left--) {
            int widest = widestText(fitted, columns);
            if (widest < 0) {
                return fitted;
            }
            fitted[widest]--;
        }
        return fitted;
    }

    /** The index of the widest text that can be shortened; -1 if there is none. */
    private static int widestText(int[] widths, List<? extends Column<?>> columns) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            boolean isShortenable = columns.get(i).kind().isOfText() && widths[i] > NARROWEST;
            if (isShortenable && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }
}
