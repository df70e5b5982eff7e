// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaBufException;
import java.util.List;
import java.util.function.Function;

/**
 * A reading of statistics. If it succeeds, it lists all buffers completely or reports what could not be read.
 *
 * @param source takes a reading
 * @param buffers the buffers of a reading
 * @param gaps the number of problems that a reading reports
 * @param <T> the type of a reading
 */
record Reading<T>(Source<T> source, Function<T, List<?>> buffers, Function<T, ?> gaps) implements Trial.Preparation {

    /** Takes a reading. */
    @FunctionalInterface
    interface Source<T> {
        T read() throws DmaBufException;
    }

    @Override
    public Trial prepare() throws DmaBufException {
        return new Compared<>(this);
    }

    private static final class Compared<T> implements Trial {
        private final Reading<T> reading;
        private final T whole;
        private T seen;

        Compared(Reading<T> reading) throws DmaBufException {
            this.reading = reading;
            whole = reading.source.read();
        }

        @Override
        public void run() throws DmaBufException {
            seen = reading.source.read();
        }

        @Override
        public void close() {
            if (seen != null && reading.gaps.apply(seen).equals(reading.gaps.apply(whole))) {
                assertThat(reading.buffers.apply(seen))
                        .as("buffers, if no problem is reported")
                        .isEqualTo(reading.buffers.apply(whole));
            }
        }
    }
}
