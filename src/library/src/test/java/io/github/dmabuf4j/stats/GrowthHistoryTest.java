// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What does not show in the limits of {@link LimitWatchTest}. */
class GrowthHistoryTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** One sample a second for a day would otherwise be 86,400 sizes of each process. */
    @Test
    void howeverManySizesThereAreFewAreKeptAndTheSmallestOfThem() {
        GrowthHistory history = new GrowthHistory(DAY, Optional.empty());
        long start = Long.MAX_VALUE - 100_000 * SECOND;
        for (int second = 0; second < 200_000; second++) {
            long size = second == 150_000 ? 10 : 1000;
            assertThat(history.growth(start + second * SECOND, size)).isEqualTo(second > 150_000 ? 990 : 0);
            assertThat(history.kept()).isLessThan(70);
        }
    }

    @Test
    void aTimeThatIsLongerThanTheClockRunsIsOne() {
        GrowthHistory history = new GrowthHistory(Duration.ofSeconds(Long.MAX_VALUE), Optional.empty());

        assertThat(history.growth(-SECOND, 7)).isZero();
        assertThat(history.growth(SECOND, 9)).isEqualTo(2);
    }
}
