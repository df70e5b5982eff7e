// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TheilSenTest {
    @Test
    void oneValueFarOffDoesNotMoveTheSlope() {
        double[] x = {0, 1, 2, 3, 4, 5};

        assertThat(TheilSen.slope(x, new double[] {0, 2, 4, 6, 8, 10})).isEqualTo(2);
        assertThat(TheilSen.slope(x, new double[] {0, 2, 4, 600, 8, 10})).isEqualTo(2);
        assertThat(TheilSen.slope(new double[] {0, 1, 3}, new double[] {0, 1, 9}))
                .isEqualTo(3);
    }

    @Test
    void withoutTwoTimesThereIsNoSlope() {
        assertThat(TheilSen.slope(new double[] {1}, new double[] {5})).isZero();
        assertThat(TheilSen.slope(new double[] {1, 1}, new double[] {5, 7})).isZero();
    }
}
