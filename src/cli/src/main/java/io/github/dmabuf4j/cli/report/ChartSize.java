// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

/**
 * The dimensions of a chart, in units of about one pixel.
 *
 * @param timeTicks how many labels fit on the time axis
 */
record ChartSize(int width, int height, int timeTicks) {
    static final ChartSize WIDE = new ChartSize(1040, 400, 9);
    static final ChartSize NARROW = new ChartSize(400, 340, 4);

    private static final int LEFT = 76;
    private static final int RIGHT = 30;
    private static final int TOP = 40;
    private static final int BOTTOM = 48;

    int left() {
        return LEFT;
    }

    int right() {
        return width - RIGHT;
    }

    int top() {
        return TOP;
    }

    int bottom() {
        return height - BOTTOM;
    }
}
