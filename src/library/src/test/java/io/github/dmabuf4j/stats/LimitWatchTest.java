// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.Snapshots.buffer;
import static io.github.dmabuf4j.support.Snapshots.named;
import static io.github.dmabuf4j.support.Snapshots.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.support.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitWatchTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong clock = new AtomicLong();

    private LimitWatch watch(Limit limit) {
        return new LimitWatch(List.of(limit), clock::get);
    }

    private void pass(long seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static Snapshot total(long bytes) {
        return bytes == 0 ? Snapshots.of() : Snapshots.of(buffer(1, bytes));
    }

    @Test
    void aTotalIsReportedWhenItReachesTheLimitAndAgainAfterItWasBelow() {
        Limit limit = Limit.ofTotal(100);
        LimitWatch watch = watch(limit);

        assertThat(watch.check(total(99))).isEmpty();
        assertThat(watch.check(total(100))).containsExactly(new LimitReached(limit, "", 100));
        assertThat(watch.check(total(120))).isEmpty();
        assertThat(watch.check(total(99))).isEmpty();
        assertThat(watch.check(total(101))).containsExactly(new LimitReached(limit, "", 101));
    }

    @Test
    void eachExporterCountsForItself() {
        LimitWatch watch = watch(Limit.ofExporter(100));
        Snapshot snapshot =
                Snapshots.of(named(1, 60, "system", ""), named(2, 60, "system", ""), named(3, 99, "udmabuf", ""));

        assertThat(watch.check(snapshot)).extracting(LimitReached::name).containsExactly("system");
    }

    @Test
    void oneExporterIsChosenByItsName() {
        LimitWatch watch = watch(Limit.ofExporter(10).named("udmabuf"));

        assertThat(watch.check(Snapshots.of(named(1, 60, "system", ""), named(3, 99, "udmabuf", ""))))
                .extracting(LimitReached::name)
                .containsExactly("udmabuf");
    }

    @Test
    void aProcessThatIsGoneAndAnotherWithItsNumberAreTwo() {
        LimitWatch watch = watch(Limit.ofProcess(100));
        HoldingProcess first = new HoldingProcess(7, "camera", 1);
        HoldingProcess second = new HoldingProcess(7, "camera", 2);

        assertThat(watch.check(Snapshots.of(buffer(1, 100, first))))
                .extracting(LimitReached::name)
                .containsExactly("camera (7)");
        assertThat(watch.check(Snapshots.of(buffer(1, 100, first)))).isEmpty();
        assertThat(watch.check(Snapshots.of(buffer(1, 100, second)))).hasSize(1);
    }

    @Test
    void aProcessIsChosenByItsName() {
        LimitWatch watch = watch(Limit.ofProcess(100).named("camera"));

        assertThat(watch.check(
                        Snapshots.of(buffer(1, 100, process(7, "camera")), buffer(2, 100, process(8, "display")))))
                .extracting(LimitReached::name)
                .containsExactly("camera (7)");
    }

    @Test
    void growthWithinTheTimeCounts() {
        LimitWatch watch = watch(Limit.ofTotal(100).within(MINUTE));

        assertThat(watch.check(total(1000))).as("nothing is known of before").isEmpty();
        pass(30);
        assertThat(watch.check(total(1060))).isEmpty();
        pass(30);
        assertThat(watch.check(total(1100))).extracting(LimitReached::bytes).containsExactly(100L);
        pass(60);
        assertThat(watch.check(total(1110))).isEmpty();
    }

    /** Samples may be further apart than the time of the limit. */
    @Test
    void growthOverALongerTimeCountsInProportion() {
        LimitWatch watch = watch(Limit.ofTotal(100).within(MINUTE));
        assertThat(watch.check(total(1000))).isEmpty();
        pass(600);
        assertThat(watch.check(total(1990))).as("99 a minute").isEmpty();
        pass(600);

        assertThat(watch.check(total(2990))).extracting(LimitReached::bytes).containsExactly(100L);
    }

    @Test
    void shrinkingIsNoGrowthAndGrowthAfterItCounts() {
        LimitWatch watch = watch(Limit.ofTotal(100).within(MINUTE));
        assertThat(watch.check(total(1000))).isEmpty();
        pass(10);
        assertThat(watch.check(total(500))).isEmpty();
        pass(10);

        assertThat(watch.check(total(600))).extracting(LimitReached::bytes).containsExactly(100L);
    }

    @Test
    void aNewProcessHasGrownFromNothing() {
        LimitWatch watch = watch(Limit.ofProcess(100).within(MINUTE));
        assertThat(watch.check(Snapshots.of(buffer(1, 500, process(7, "display")))))
                .isEmpty();
        pass(10);

        assertThat(watch.check(
                        Snapshots.of(buffer(1, 500, process(7, "display")), buffer(2, 100, process(8, "camera")))))
                .extracting(LimitReached::name)
                .containsExactly("camera (8)");
    }

    @Test
    void limitsMustBePositive() {
        assertThatThrownBy(() -> Limit.ofTotal(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a limit of 0 bytes is not positive");
        assertThatThrownBy(() -> Limit.ofTotal(1).within(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a growth within PT0S: the time is not positive");
    }
}
