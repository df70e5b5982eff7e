// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * How much memory pressure is worth a sample: for how long processes stood still for want of memory within 2 seconds,
 * by the kernel's pressure stall information (Linux 5.2, {@code CONFIG_PSI=y}).
 */
public enum PressureLevel {
    /** Some process stood still for 100 ms. */
    LOW("some", 100_000),
    /** Some process stood still for 300 ms. */
    MEDIUM("some", 300_000),
    /** All processes that had work stood still for 200 ms. */
    CRITICAL("full", 200_000);

    // The kernel lets users without CAP_SYS_RESOURCE have windows of multiples of 2 seconds alone.
    private static final long WINDOW_MICROSECONDS = 2_000_000;

    private final String line;
    private final long stalledMicroseconds;

    PressureLevel(String line, long stalledMicroseconds) {
        this.line = line;
        this.stalledMicroseconds = stalledMicroseconds;
    }

    /** What to write to the kernel's file. */
    String trigger() {
        return line + " " + stalledMicroseconds + " " + WINDOW_MICROSECONDS;
    }
}
