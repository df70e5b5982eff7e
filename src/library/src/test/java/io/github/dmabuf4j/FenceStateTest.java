// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FenceStateTest {
    @ParameterizedTest
    @CsvSource({"0, PENDING", "1, SIGNALED", "-1, FAILED", "-2, FAILED", "-4095, FAILED"})
    void theKernelsStatusIsAState(int status, FenceState state) {
        assertThat(FenceState.of(status)).isEqualTo(state);
    }
}
