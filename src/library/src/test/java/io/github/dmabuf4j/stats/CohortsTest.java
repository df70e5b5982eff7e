// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CohortsTest {
    private static final Amount ONE = new Amount(1, 10);
    private static final Amount TWO = new Amount(2, 20);

    @Test
    void aCohortHasNothingBeforeItsWindowAndAfterAllWent() {
        Cohorts cohorts = new Cohorts(1);
        cohorts.windowEnded(Map.of(1, TWO));
        cohorts.windowEnded(Map.of(1, ONE, 2, TWO));
        cohorts.windowEnded(Map.of(2, TWO));

        assertThat(cohorts.windows()).isEqualTo(4);
        assertThat(cohorts.left(1, 0)).isEqualTo(Amount.NONE);
        assertThat(cohorts.left(1, 1)).isEqualTo(TWO);
        assertThat(cohorts.left(1, 2)).isEqualTo(ONE);
        assertThat(cohorts.left(1, 3)).isEqualTo(Amount.NONE);
        assertThat(cohorts.left(7, 3)).isEqualTo(Amount.NONE);
        assertThat(cohorts.leftOfBefore(2, 2)).isEqualTo(ONE);
        assertThat(cohorts.leftOfBefore(3, 2)).isEqualTo(new Amount(3, 30));
    }

    @Test
    void halvedTwoCohortsAreOneAndTheStartStaysApart() {
        Cohorts cohorts = new Cohorts(0);
        cohorts.windowEnded(Map.of(Cohorts.AT_START, TWO, 0, TWO));
        cohorts.windowEnded(Map.of(Cohorts.AT_START, TWO, 0, ONE, 1, ONE));
        cohorts.windowEnded(Map.of(Cohorts.AT_START, TWO, 0, ONE, 1, ONE, 2, TWO));
        cohorts.windowEnded(Map.of(Cohorts.AT_START, ONE, 1, ONE, 2, ONE, 3, ONE));

        cohorts.halve();

        assertThat(cohorts.windows()).isEqualTo(2);
        assertThat(cohorts.left(Cohorts.AT_START, 0)).isEqualTo(TWO);
        assertThat(cohorts.left(Cohorts.AT_START, 1)).isEqualTo(ONE);
        assertThat(cohorts.left(0, 0)).isEqualTo(TWO);
        assertThat(cohorts.left(0, 1)).isEqualTo(ONE);
        assertThat(cohorts.left(1, 0)).isEqualTo(Amount.NONE);
        assertThat(cohorts.left(1, 1)).isEqualTo(TWO);
    }
}
