// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import static io.github.dmabuf4j.cli.trace.Events.event;
import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.filter.Glob;
import io.github.dmabuf4j.internal.trace.EventKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceLedgerTest {
    private final TraceLedger all = new TraceLedger(BufferFilter.ALL);

    private static Sums<TracedProcess> only(TraceLedger ledger, long now) {
        ledger.age(now);
        assertThat(ledger.processes().rows()).hasSize(1);
        return ledger.processes().rows().get(0);
    }

    @Test
    void aProcessIsChargedWithWhatItAllocatedWhoeverFreesIt() {
        all.apply(event(EventKind.EXPORT, 10, 1, 5));
        all.apply(event(EventKind.EXPORT, 20, 1, 6));
        TracedEvent free = all.apply(event(EventKind.FREE, 50, 2, 5)).orElseThrow();

        assertThat(free.lifetime()).hasValue(40);
        assertThat(free.size()).hasValue(Events.SIZE);
        assertThat(free.exporter()).hasValue("system");
        Sums<TracedProcess> sums = only(all, 100);
        assertThat(sums.who()).isEqualTo(new TracedProcess(1, "p1"));
        assertThat(List.of(sums.allocated(), sums.freed(), sums.left())).containsExactly(2L, 1L, 1L);
        assertThat(sums.leftBytes()).isEqualTo(Events.SIZE);
        assertThat(sums.longest()).as("the one that is still there").isEqualTo(80);
    }

    @Test
    void aBufferFromBeforeTheTraceIsDescribedAndChargedToNobody() {
        all.add(List.of(buffer(5).size(8192).exporter("gpu").name("old").toInfo()));
        TracedEvent free = all.apply(event(EventKind.FREE, 50, 2, 5)).orElseThrow();

        assertThat(free.size()).hasValue(8192);
        assertThat(free.exporter()).hasValue("gpu");
        assertThat(free.name()).hasValue("old");
        assertThat(free.lifetime()).isEmpty();
        assertThat(all.processes().rows()).isEmpty();
    }

    @Test
    void aBufferThatTheSnapshotHasToo() {
        all.add(List.of(buffer(5).size(8192).exporter("gpu").toInfo()));
        all.apply(event(EventKind.EXPORT, 10, 1, 5));
        assertThat(only(all, 20).allocatedBytes()).isEqualTo(Events.SIZE);
    }

    @Test
    void aBufferOfWhichNothingIsKnownIsShown() {
        TracedEvent free = all.apply(event(EventKind.FREE, 50, 2, 5)).orElseThrow();
        assertThat(free.size()).isEmpty();
        assertThat(free.exporter()).isEmpty();
    }

    @Test
    void theFilterHoldsForSumsToo() {
        TraceLedger ledger = new TraceLedger(BufferFilter.ALL.heldBy(List.of(1)));
        assertThat(ledger.apply(event(EventKind.EXPORT, 10, 1, 5))).isPresent();
        assertThat(ledger.apply(event(EventKind.EXPORT, 10, 2, 6))).isEmpty();
        assertThat(ledger.apply(event(EventKind.FREE, 20, 3, 5)))
                .as("freed by another process")
                .isPresent();
        assertThat(ledger.apply(event(EventKind.FREE, 20, 3, 6))).isEmpty();
        assertThat(only(ledger, 30).who().pid()).isEqualTo(1);
    }

    @Test
    void aProcessThatImportsABufferHoldsIt() {
        TraceLedger ledger = new TraceLedger(BufferFilter.ALL.heldBy(List.of(2)));
        assertThat(ledger.apply(event(EventKind.EXPORT, 10, 1, 5))).isEmpty();
        assertThat(ledger.apply(event(EventKind.MMAP, 20, 2, 5))).isPresent();
        assertThat(only(ledger, 30).allocated())
                .as("counted once it is admitted")
                .isEqualTo(1);
    }

    @Test
    void aDeviceIsThereFromAttachToDetach() {
        TraceLedger ledger = new TraceLedger(BufferFilter.ALL.attachedTo(List.of("gpu")));
        assertThat(ledger.apply(event(EventKind.EXPORT, 10, 1, 5))).isEmpty();
        assertThat(ledger.apply(event(EventKind.ATTACH, 20, 1, 5, "gpu"))).isPresent();
        assertThat(ledger.apply(event(EventKind.DETACH, 30, 1, 5, "gpu"))).isPresent();
        assertThat(ledger.apply(event(EventKind.FREE, 40, 1, 5))).isEmpty();
        assertThat(only(ledger, 50).left())
                .as("freed, though that is not shown")
                .isZero();
    }

    @Test
    void aNameCountsFromWhenItIsGiven() {
        TraceLedger ledger = new TraceLedger(BufferFilter.ALL.namedLike(List.of(Glob.of("cam*"))));
        assertThat(ledger.apply(event(EventKind.EXPORT, 10, 1, 5))).isEmpty();
        assertThat(ledger.apply(event(EventKind.NAME, 20, 1, 5, "cam-0"))).isPresent();
        assertThat(ledger.apply(event(EventKind.FREE, 30, 1, 5)).orElseThrow().name())
                .hasValue("cam-0");
    }

    @Test
    void anInodeIsNotABufferAnyMoreAfterItsEnd() {
        all.apply(event(EventKind.EXPORT, 10, 1, 5));
        all.apply(event(EventKind.FREE, 20, 1, 5));
        all.apply(event(EventKind.FREE, 30, 1, 5));
        assertThat(only(all, 40).freed()).isEqualTo(1);
    }

    @Test
    void whatIsGoneWithoutAnEventCountsAsFreed() {
        all.apply(event(EventKind.EXPORT, 10, 1, 5));
        all.apply(event(EventKind.EXPORT, 10, 1, 6));
        all.keepOnly(Set.of(6L, 7L));
        assertThat(all.endedUnseen()).isEqualTo(1);
        assertThat(only(all, 40).freed()).isEqualTo(1);
        assertThat(only(all, 40).left()).isEqualTo(1);
    }

    @Test
    void thoseWithTheMostMemoryLeftAreFirst() {
        all.apply(event(EventKind.EXPORT, 10, 1, 5));
        all.apply(event(EventKind.FREE, 11, 1, 5));
        all.apply(event(EventKind.EXPORT, 12, 2, 6));
        assertThat(all.processes().rows()).extracting(sums -> sums.who().pid()).containsExactly(2, 1);
    }

    /** A machine that starts a program for each picture. */
    @Test
    void ofManyProcessesTheLeastAreSummed() {
        int processes = 10 * SumsTable.MOST;
        all.apply(event(EventKind.EXPORT, 0, 1, 1));
        all.apply(event(EventKind.EXPORT, 0, 1, 2));
        for (int pid = 2; pid <= processes; pid++) {
            all.apply(event(EventKind.EXPORT, pid, pid, pid + 1));
        }
        for (int pid = 2; pid <= processes; pid++) {
            all.apply(event(EventKind.FREE, 3L * processes, 1, pid + 1));
        }
        all.age(4L * processes);
        SumsTable<TracedProcess> table = all.processes();
        assertThat(table.rows()).hasSize(SumsTable.MOST);
        assertThat(table.rows().get(0).who().pid()).isEqualTo(1);
        assertThat(table.joined()).isEqualTo(processes - SumsTable.MOST);
        Sums<TracedProcess> others = table.others();
        assertThat(List.of(others.allocated(), others.freed(), others.leftBytes()))
                .containsExactly(table.joined(), table.joined(), 0L);
        assertThat(others.longest()).isBetween(2L * processes, 3L * processes);
        assertThat(all.size()).isEqualTo(2);
    }

    @Test
    void buffersWithoutAStackAreCounted() {
        all.apply(event(EventKind.EXPORT, 1, 7, 5));
        all.apply(event(EventKind.FD, 1, 7, 5));
        all.apply(event(EventKind.EXPORT, 1, 7, 6).at(List.of("0x1")));
        all.apply(event(EventKind.FD, 1, 7, 4));
        assertThat(all.withoutSite()).isEqualTo(1);
    }
}
