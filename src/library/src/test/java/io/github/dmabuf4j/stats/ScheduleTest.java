// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By a clock that the tests move. */
class ScheduleTest {
    private static final Duration LONGEST = Duration.ofNanos(1000);

    private final AtomicLong now = new AtomicLong();

    private Schedule schedule(long startedAt, long interval) {
        now.set(startedAt);
        return new Schedule(Optional.of(Duration.ofNanos(interval)), now::get);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5_000_000_000L, -7, Long.MAX_VALUE - 50, Long.MIN_VALUE})
    void theFirstIsDueAnIntervalFromTheStart(long start) {
        Schedule schedule = schedule(start, 100);

        assertThat(schedule.isDue()).isFalse();
        assertThat(schedule.untilNext(LONGEST)).isEqualTo(Duration.ofNanos(100));
        now.set(start + 99);
        assertThat(schedule.isDue()).isFalse();
        assertThat(schedule.untilNext(LONGEST)).isEqualTo(Duration.ofNanos(1));
        now.set(start + 100);
        assertThat(schedule.untilNext(LONGEST)).isZero();
        assertThat(schedule.isDue()).isTrue();
    }

    @Test
    void oneIsDueOnce() {
        Schedule schedule = schedule(0, 100);
        now.set(110);

        assertThat(schedule.isDue()).isTrue();
        assertThat(schedule.isDue()).isFalse();
        assertThat(schedule.untilNext(LONGEST)).as("not an interval from now").isEqualTo(Duration.ofNanos(90));
    }

    @Test
    void thoseThatWereMissedAreLeftOut() {
        Schedule schedule = schedule(0, 100);
        now.set(1234);

        assertThat(schedule.untilNext(LONGEST)).isZero();
        assertThat(schedule.isDue()).isTrue();
        assertThat(schedule.isDue()).isFalse();
        assertThat(schedule.untilNext(LONGEST)).isEqualTo(Duration.ofNanos(66));
        now.set(1299);
        assertThat(schedule.isDue()).isFalse();
        now.set(1300);
        assertThat(schedule.isDue()).isTrue();
    }

    @Test
    void whatFellDueDuringASampleIsLeftOut() {
        Schedule schedule = schedule(0, 100);
        now.set(350);
        schedule.leaveOutMissed();

        assertThat(schedule.isDue()).isFalse();
        assertThat(schedule.untilNext(LONGEST)).isEqualTo(Duration.ofNanos(50));
        schedule.leaveOutMissed();
        assertThat(schedule.untilNext(LONGEST)).as("nothing was missed since").isEqualTo(Duration.ofNanos(50));
        now.set(400);
        assertThat(schedule.isDue()).isTrue();
    }

    @Test
    void theWaitIsAtMostTheLongest() {
        assertThat(schedule(0, 5000).untilNext(LONGEST)).isEqualTo(LONGEST);
    }

    @Test
    void withoutAnIntervalNoneIsEverDue() {
        Schedule schedule = new Schedule(Optional.empty(), now::get);
        now.set(Long.MAX_VALUE);
        schedule.leaveOutMissed();

        assertThat(schedule.isDue()).isFalse();
        assertThat(schedule.untilNext(LONGEST)).isEqualTo(LONGEST);
    }

    @Test
    void anIntervalMayBeAsLongAsADurationIs() {
        now.set(5);
        Schedule schedule = new Schedule(Optional.of(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)), now::get);
        now.set(Duration.ofDays(20_000).toNanos());

        assertThat(schedule.isDue()).isFalse();
        assertThat(schedule.untilNext(LONGEST)).isEqualTo(LONGEST);
    }

    @Test
    void itGoesByTheClockOfTheMachine() {
        Schedule schedule = new Schedule(Optional.of(Duration.ofNanos(1)));

        while (!schedule.isDue()) {
            // Soon.
        }
        assertThat(new Schedule(Optional.of(Duration.ofDays(1))).isDue()).isFalse();
    }
}
