// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * How much memory pressure causes a sample: how long processes stalled within 2 seconds because memory was short, by the
 * kernel's pressure stall information (Linux 5.2, {@code CONFIG_PSI=y}).
 */
public enum PressureLevel {
    /** Some process stalled for 100 ms. */
    LOW("some", 100_000),
    /** Some process stalled for 300 ms. */
    MEDIUM("some", 300_000),
    /** All processes that had work stalled for 200 ms. */
    CRITICAL("full", 200_000);

    // Without CAP_SYS_RESOURCE the kernel takes only windows of multiples of 2 seconds.
    private static final long WINDOW_MICROSECONDS = 2_000_000;

    private final String line;
    private final long stalledMicroseconds;

    PressureLevel(String line, long stalledMicroseconds) {
        this.line = line;
        this.stalledMicroseconds = stalledMicroseconds;
    }

    /** The threshold as the kernel's file takes it. */
    String trigger() {
        return line + " " + stalledMicroseconds + " " + WINDOW_MICROSECONDS;
    }
}
