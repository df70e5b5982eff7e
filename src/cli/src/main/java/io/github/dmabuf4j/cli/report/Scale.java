// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

/**
 * Maps values to places on a chart.
 *
 * @param from the value that is at start
 * @param to the value that is at end; another than from
 */
record Scale(double from, double to, double start, double end) {
    double at(double value) {
        return start + (value - from) / (to - from) * (end - start);
    }
}
