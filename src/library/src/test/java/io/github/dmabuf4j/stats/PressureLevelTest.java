// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureLevelTest {
    /** Microseconds, in windows that any user may have. */
    @ParameterizedTest
    @CsvSource({"LOW, some 100000 2000000", "MEDIUM, some 300000 2000000", "CRITICAL, full 200000 2000000"})
    void aLevelIsWrittenAsTheKernelWantsIt(PressureLevel level, String trigger) {
        assertThat(level.trigger()).isEqualTo(trigger);
    }
}
