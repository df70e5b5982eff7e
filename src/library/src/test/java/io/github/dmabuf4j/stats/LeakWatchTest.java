// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.process;
import static io.github.dmabuf4j.support.SimulatedMachine.PAGE;
import static io.github.dmabuf4j.support.SimulatedMachine.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmabuf4j.RecordedBuffer;
import io.github.dmabuf4j.support.SimulatedMachine;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakWatchTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WARM_UP = Duration.ofMinutes(30);
    private static final int LEAKING = 50;

    private final Set<ProcessId> ended = new HashSet<>();

    private LeakWatch.Builder builder() {
        return LeakWatch.of(process -> !ended.contains(process));
    }

    private static SimulatedMachine churning(long seed) {
        return new SimulatedMachine(seed)
                .churn(1, "preview", 600, 1, 3)
                .churn(2, "tile", 20, 1, 300)
                .churn(3, "batch", 16, 8, 600)
                .churn(LEAKING, "frame", 60, 1, 10);
    }

    private static List<LeakSubject> subjects(List<LeakSuspect> suspects) {
        return suspects.stream().map(LeakSuspect::subject).distinct().toList();
    }

    private static LeakSubject process50() {
        return LeakSubject.of(LeakKind.PROCESS, process(LEAKING));
    }

    private static LeakSubject named(LeakKind kind, String name) {
        return LeakSubject.named(kind, Optional.of(name));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aLeakOfABufferAMinuteIsFoundAmongChurnAndNothingElse(long seed) {
        SimulatedMachine machine = churning(seed).leak(LEAKING, "frame", 60);
        machine.run(WARM_UP);
        LeakWatch watch = builder().build();

        List<LeakSuspect> all = machine.watch(watch, HOUR);

        assertThat(subjects(all))
                .contains(process50())
                .isSubsetOf(process50(), named(LeakKind.NAME, "frame"), named(LeakKind.EXPORTER, "system"));
        LeakSuspect first = watch.suspects().get(0);
        assertThat(first.subject()).isEqualTo(process50());
        assertThat(first.growth().buffers()).isBetween(40, 50);
        assertThat(first.growth().bytes()).isEqualTo(first.growth().buffers() * 2L * PAGE);
        assertThat(first.bytesPerHour()).isCloseTo(60 * 2 * PAGE, within(60 * PAGE / 10));
        assertThat(first.since()).isEqualTo(START.plus(WARM_UP));
        assertThat(first.samples()).isEqualTo(360);
        assertThat(first.now().buffers()).isGreaterThan(first.growth().buffers());
        assertThat(first.inodes()).hasSize(LeakSuspect.INODES).isSorted();
        assertThat(first.isOver()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anHourOfChurnHasNoSuspect(long seed) {
        SimulatedMachine machine = churning(seed);
        machine.run(WARM_UP);

        assertThat(machine.watch(builder().build(), HOUR)).isEmpty();
    }

    /** Their number is a random walk: the buffers live as long as the watch, or longer. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void buffersThatLiveLongAreNotALeak(long seed) {
        SimulatedMachine machine =
                new SimulatedMachine(seed).churn(1, "a", 2, 1, 1800).churn(2, "b", 8, 4, 3600);
        machine.run(Duration.ofHours(4));

        assertThat(machine.watch(builder().build(), HOUR)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 300, 600})
    void aStartUpRampIsNotALeak(int meanSeconds) {
        SimulatedMachine machine = new SimulatedMachine(1).churn(1, "a", 10, 1, meanSeconds);

        assertThat(machine.watch(builder().build(), HOUR)).isEmpty();
    }

    @Test
    void aPoolThatIsFilledAndKeptIsNotALeak() {
        SimulatedMachine machine = churning(1).with(running -> {
            if (running.second() < 300 && running.second() % 3 == 0) {
                running.allocate(1, "pool", PAGE, 1_000_000);
            }
        });

        assertThat(machine.watch(builder().build(), HOUR)).isEmpty();
    }

    @Test
    void whatIsCollectedAndFreedTogetherIsNotALeak() {
        SimulatedMachine machine = new SimulatedMachine(1).with(running -> {
            if (running.second() % 5 == 0) {
                running.allocate(1, "a", PAGE, 180 - running.second() % 180);
            }
        });

        assertThat(machine.watch(builder().build(), HOUR)).isEmpty();
    }

    @Test
    void aLeakThatBeginsLaterIsFoundWithItsBeginning() {
        SimulatedMachine machine = churning(1).with(running -> {
            if (running.second() > 7200 && running.second() % 30 == 0) {
                running.allocate(LEAKING, "late", PAGE, 1_000_000);
            }
        });
        LeakWatch watch = builder().build();

        assertThat(machine.watch(watch, Duration.ofHours(2))).isEmpty();
        machine.watch(watch, Duration.ofHours(4));

        LeakSuspect first = watch.suspects().get(0);
        assertThat(first.subject()).isEqualTo(named(LeakKind.NAME, "late"));
        // As exactly as its windows are long.
        assertThat(first.since()).isBetween(START.plusSeconds(7200 - 1200), START.plusSeconds(7200 + 1200));
    }

    @Test
    void aLeakThatEndsIsNotSuspectedForEver() {
        SimulatedMachine machine = new SimulatedMachine(1).with(running -> {
            if (running.second() < 3600 && running.second() % 30 == 0) {
                running.allocate(1, "a", PAGE, 1_000_000);
            }
        });
        LeakWatch watch = builder().build();

        assertThat(machine.watch(watch, HOUR)).isNotEmpty();
        machine.watch(watch, HOUR);

        assertThat(watch.suspects()).isEmpty();
    }

    @Test
    void theLargerLeakComesFirst() {
        SimulatedMachine machine =
                churning(1).leak(60, "small", 60).leak(61, "large", 20).leak(62, "tiny", 100);
        LeakWatch watch = builder().build();

        machine.watch(watch, HOUR);

        assertThat(watch.suspects())
                .extracting(LeakSuspect::subject)
                .startsWith(LeakSubject.of(LeakKind.PROCESS, process(61)), named(LeakKind.NAME, "large"))
                .containsSubsequence(named(LeakKind.NAME, "small"), named(LeakKind.NAME, "tiny"));
    }

    @Test
    void whatAProcessHasLeakedUntilItsEndStaysASuspect() {
        SimulatedMachine machine =
                new SimulatedMachine(1).leak(LEAKING, "a", 30).churn(2, "b", 60, 1, 10);
        LeakWatch watch = builder().build();
        machine.watch(watch, HOUR);

        machine.end(LEAKING);
        ended.add(process(LEAKING).id());
        watch.add(machine.snapshot());

        assertThat(watch.suspects()).singleElement().satisfies(suspect -> {
            assertThat(suspect.subject()).isEqualTo(process50());
            assertThat(suspect.isOver()).isTrue();
            assertThat(suspect.growth().buffers()).isGreaterThan(80);
        });
    }

    @Test
    void whatAProcessGivesBackIsNotSuspectedAnyMore() {
        SimulatedMachine machine =
                new SimulatedMachine(1).leak(LEAKING, "a", 30).churn(2, "b", 60, 1, 10);
        LeakWatch watch = builder().build();
        machine.watch(watch, HOUR);

        machine.end(LEAKING);
        watch.add(machine.snapshot());

        assertThat(watch.suspects()).isEmpty();
    }

    @Test
    void anotherBootStartsAnewAndKeepsWhatWasSuspicious() {
        SimulatedMachine machine = new SimulatedMachine(1).leak(LEAKING, "a", 30);
        LeakWatch watch = builder().build();
        machine.watch(watch, HOUR);

        machine.restart();
        watch.add(machine.snapshot());

        assertThat(watch.suspects()).hasSize(3).allMatch(LeakSuspect::isOver);
    }

    @Test
    void thePlaceOfAllocationComesFirst() {
        List<StackTraceElement> leaking = List.of(new StackTraceElement("App", "leak", "App.java", 7));
        SimulatedMachine machine = new SimulatedMachine(1).leak(LEAKING, "a", 30);
        LeakWatch watch = builder().build();

        for (int i = 0; i < 360; i++) {
            Snapshot snapshot = machine.snapshot();
            watch.add(
                    snapshot,
                    snapshot.buffers().stream()
                            .map(buffer ->
                                    new RecordedBuffer(buffer.inode(), 3, 2 * PAGE, "system", snapshot.time(), leaking))
                            .toList());
            machine.run(Duration.ofSeconds(10));
        }

        assertThat(watch.suspects())
                .extracting(LeakSuspect::subject)
                .containsExactly(
                        LeakSubject.of(leaking),
                        process50(),
                        named(LeakKind.NAME, "a"),
                        named(LeakKind.EXPORTER, "system"));
    }

    @Test
    void whatTheKernelAloneHoldsForTooLongIsASuspect() {
        SimulatedMachine machine = new SimulatedMachine(1);
        LeakWatch watch = builder().heldByKernel(Duration.ofMinutes(5)).build();
        machine.allocate(LEAKING, "a", PAGE, 1_000_000);
        machine.allocate(LEAKING, "a", 3 * PAGE, 1_000_000);
        watch.add(machine.snapshot());
        machine.drop(LEAKING, 2);
        machine.run(Duration.ofSeconds(10));

        assertThat(machine.watch(watch, Duration.ofMinutes(5))).isEmpty();
        machine.watch(watch, Duration.ofSeconds(20));

        assertThat(watch.suspects())
                .containsExactly(new LeakSuspect(
                        named(LeakKind.KERNEL_ALONE, "system"),
                        new Amount(2, 4 * PAGE),
                        new Amount(2, 4 * PAGE),
                        START.plusSeconds(10),
                        32,
                        0,
                        List.of(1L, 2L),
                        false));
    }

    @Test
    void withoutALimitTheKernelMayHoldABufferForEver() {
        SimulatedMachine machine = new SimulatedMachine(1);
        machine.allocate(LEAKING, "a", PAGE, 1_000_000);
        machine.drop(LEAKING, 1);

        assertThat(machine.watch(builder().build(), HOUR)).isEmpty();
    }

    @Test
    void whereAProcessWasNotSeenItMayHoldTheBuffer() {
        SimulatedMachine machine = new SimulatedMachine(1);
        machine.allocate(LEAKING, "a", PAGE, 1_000_000);
        machine.drop(LEAKING, 1);
        machine.knows(EnumSet.complementOf(EnumSet.of(StatsCapability.ALL_HOLDERS)));

        assertThat(machine.watch(builder().heldByKernel(Duration.ZERO).build(), HOUR))
                .isEmpty();
    }

    @Test
    void whatAnEndedProcessLeavesIsASuspectAfterAMinute() {
        SimulatedMachine machine = new SimulatedMachine(1);
        LeakWatch watch = builder().build();
        machine.allocate(LEAKING, "a", PAGE, 1_000_000);
        watch.add(machine.snapshot());
        machine.drop(LEAKING, 1);
        ended.add(process(LEAKING).id());

        assertThat(machine.watch(watch, Duration.ofMinutes(1))).isEmpty();
        machine.watch(watch, Duration.ofSeconds(10));

        assertThat(watch.suspects()).singleElement().satisfies(suspect -> {
            assertThat(suspect.subject()).isEqualTo(LeakSubject.of(LeakKind.ENDED_PROCESS, process(LEAKING)));
            assertThat(suspect.growth()).isEqualTo(new Amount(1, PAGE));
            assertThat(suspect.inodes()).containsExactly(1L);
        });
    }

    @Test
    void aProcessThatWasNeverSeenToRunIsNotKnownToHaveEnded() {
        SimulatedMachine machine = new SimulatedMachine(1);
        LeakWatch watch = LeakWatch.ofSnapshots().build();
        machine.allocate(LEAKING, "a", PAGE, 1_000_000);
        watch.add(machine.snapshot());
        machine.drop(LEAKING, 1);

        assertThat(machine.watch(watch, HOUR)).isEmpty();
    }

    @Test
    void aReadingWithoutHoldersForgetsNoGrowth() {
        SimulatedMachine machine = new SimulatedMachine(1).leak(LEAKING, "a", 30);
        LeakWatch watch = builder().build();

        machine.watch(watch, Duration.ofMinutes(30));
        machine.knows(EnumSet.of(StatsCapability.SIZE_AND_EXPORTER));
        machine.watch(watch, Duration.ofSeconds(10));

        assertThat(subjects(watch.suspects())).contains(process50(), named(LeakKind.NAME, "a"));
    }

    @Test
    void aClockThatIsSetBackGivesNoNegativeTimes() {
        SimulatedMachine machine = new SimulatedMachine(1).leak(LEAKING, "a", 30);
        LeakWatch watch = builder().heldByKernel(HOUR).build();
        machine.run(HOUR);
        watch.add(machine.snapshot());
        SimulatedMachine earlier = new SimulatedMachine(2).leak(LEAKING, "a", 30);

        List<LeakSuspect> suspects = earlier.watch(watch, Duration.ofMinutes(50));

        assertThat(suspects).isNotEmpty().allSatisfy(suspect -> {
            assertThat(suspect.since()).isEqualTo(START.plus(HOUR));
            assertThat(suspect.bytesPerHour()).isZero();
        });
    }

    @Test
    void thereIsALimitOfSubjects() {
        SimulatedMachine machine = new SimulatedMachine(1);
        for (int i = 0; i < 10; i++) {
            machine.allocate(LEAKING, "name " + i, PAGE, 1_000_000);
        }
        LeakWatch watch = builder().subjects(3).build();
        watch.add(machine.snapshot());
        assertThat(watch.unwatched()).isEqualTo(9);
        machine.end(LEAKING);
        watch.add(machine.snapshot());
        assertThat(watch.unwatched()).isZero();
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> builder().subjects(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().heldByKernel(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutASampleThereIsNoSuspect() {
        assertThat(builder().build().suspects()).isEmpty();
    }
}
