// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** Times in seconds, to the microsecond that the kernel prints. */
final class Seconds {
    private static final long NANOS_PER_MICRO = 1000;
    private static final int DIGITS = 6;

    private Seconds() {}

    static BigDecimal of(long nanos) {
        return BigDecimal.valueOf(nanos / NANOS_PER_MICRO, DIGITS);
    }

    static Optional<BigDecimal> of(OptionalLong nanos) {
        return nanos.isPresent() ? Optional.of(of(nanos.getAsLong())) : Optional.empty();
    }
}
