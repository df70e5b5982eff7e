// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import java.time.Duration;
import java.util.Optional;

/**
 * How much of a recording is kept.
 *
 * @param bytes the size of the file
 * @param age how old its oldest sample may be; empty for any age
 */
public record Keep(long bytes, Optional<Duration> age) {
    /** Everything is kept. */
    public static final Keep ALL = new Keep(Long.MAX_VALUE, Optional.empty());

    /** What both keep. */
    public Keep and(Keep other) {
        Optional<Duration> shorter = age.isPresent() && other.age.isPresent()
                ? age.filter(own -> own.compareTo(other.age.get()) <= 0).or(() -> other.age)
                : age.or(() -> other.age);
        return new Keep(Math.min(bytes, other.bytes), shorter);
    }
}
