// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.time.Duration;
import java.util.Optional;

/**
 * A size that samples are compared with: of all buffers, of those of an exporter, or of those that a process holds. With a time it is
 * the growth within that time.
 *
 * @param subject whose size
 * @param name the exporter, or the name of the process or what its JVM runs; empty for any
 * @param bytes the size, or the growth, in bytes
 * @param within the time in which it grows by so much; empty for the size itself
 */
public record Limit(Subject subject, Optional<String> name, long bytes, Optional<Duration> within) {
    /** Whose size a limit is of. */
    public enum Subject {
        /** All buffers. */
        TOTAL,
        /** The buffers of one exporter. */
        EXPORTER,
        /** The buffers that one process holds, each counted in full. */
        PROCESS
    }

    /**
     * Checks the values.
     *
     * @param subject whose size
     * @param name the name; empty for any
     * @param bytes the size, in bytes
     * @param within the time, for a growth
     * @throws IllegalArgumentException if the size or the time is not positive
     */
    public Limit {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a limit of " + bytes + " bytes is not positive");
        }
        if (within.filter(time -> time.isZero() || time.isNegative()).isPresent()) {
            throw new IllegalArgumentException("a growth within " + within.get() + ": the time is not positive");
        }
    }

    /**
     * A limit of all buffers.
     *
     * @param bytes the size
     * @return the limit
     * @throws IllegalArgumentException if it is not positive
     */
    public static Limit ofTotal(long bytes) {
        return new Limit(Subject.TOTAL, Optional.empty(), bytes, Optional.empty());
    }

    /**
     * A limit of the buffers of each exporter.
     *
     * @param bytes the size
     * @return the limit
     * @throws IllegalArgumentException if it is not positive
     */
    public static Limit ofExporter(long bytes) {
        return new Limit(Subject.EXPORTER, Optional.empty(), bytes, Optional.empty());
    }

    /**
     * A limit of the buffers that each process holds.
     *
     * @param bytes the size
     * @return the limit
     * @throws IllegalArgumentException if it is not positive
     */
    public static Limit ofProcess(long bytes) {
        return new Limit(Subject.PROCESS, Optional.empty(), bytes, Optional.empty());
    }

    /**
     * The same limit for one exporter or process.
     *
     * @param wanted the exporter, or the name of the process or what its JVM runs
     * @return the limit
     */
    public Limit named(String wanted) {
        return new Limit(subject, Optional.of(wanted), bytes, within);
    }

    /**
     * The limit of a growth by this size.
     *
     * @param time in which it grows
     * @return the limit
     * @throws IllegalArgumentException if the time is not positive
     */
    public Limit within(Duration time) {
        return new Limit(subject, name, bytes, Optional.of(time));
    }

    boolean concerns(String candidate) {
        return name.isEmpty() || name.get().equals(candidate);
    }
}
