// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

/**
 * Maps values to coordinates on a chart.
 *
 * @param from the value at the coordinate {@code start}
 * @param to the value at the coordinate {@code end}; differs from {@code from}
 */
record Scale(double from, double to, double start, double end) {
    double at(double value) {
        return start + (value - from) / (to - from) * (end - start);
    }
}
