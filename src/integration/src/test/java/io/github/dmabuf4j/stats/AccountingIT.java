// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Conformance rows 17 to 20: what is charged to a process. */
@RealKernel
@Needs(BUFFERS)
@Smoke
class AccountingIT {
    private static final int PAGE = 4096;

    private static long rss(Holder holder) throws IOException {
        ProcessUsage usage = Seen.usage(holder);
        assertThat(usage.pss()).as("PSS of buffers without other holders").isEqualTo(usage.rss());
        return usage.rss();
    }

    @Test
    void row17_openBuffers() throws IOException {
        try (Holder holder = Holder.start()) {
            assertThat(rss(holder)).as("nothing").isZero();
            holder.alloc(Heaps.ordinary(), PAGE, 0);
            assertThat(rss(holder)).as("one page").isEqualTo(PAGE);
            holder.dup(0, 1);
            assertThat(rss(holder)).as("dup").isEqualTo(PAGE);
            holder.close(0);
            assertThat(rss(holder)).as("one of two closed").isEqualTo(PAGE);
            holder.alloc(Heaps.ordinary(), 2 * PAGE, 2);
            assertThat(rss(holder)).as("one and two pages").isEqualTo(3 * PAGE);
            holder.close(2);
            holder.close(1);
            assertThat(rss(holder)).as("all closed").isZero();
        }
    }

    @Test
    void row18_mappedBuffers() throws IOException {
        try (Holder holder = Holder.start()) {
            holder.alloc(Heaps.ordinary(), PAGE, 0);
            holder.map(0, 0, 0, PAGE);
            assertThat(rss(holder)).as("open and mapped").isEqualTo(PAGE);
            holder.map(0, 1, 0, PAGE);
            assertThat(rss(holder)).as("mapped twice").isEqualTo(PAGE);
            assertThat(Seen.usage(holder).mappings()).isEqualTo(2);
            assertThat(Seen.usage(holder).mappedBytes()).isEqualTo(2 * PAGE);
            holder.close(0);
            assertThat(rss(holder)).as("mapped alone").isEqualTo(PAGE);
            holder.unmap(0, 0, PAGE);
            assertThat(rss(holder)).as("one mapping left").isEqualTo(PAGE);
            holder.unmap(1, 0, PAGE);
            assertThat(rss(holder)).as("unmapped").isZero();
        }
    }

    @Test
    void row19_partsOfMappings() throws IOException {
        try (Holder holder = Holder.start()) {
            int bytes = 8 * PAGE;
            holder.alloc(Heaps.ordinary(), bytes, 0);
            holder.map(0, 0, 2 * PAGE, 4 * PAGE);
            holder.close(0);
            assertThat(rss(holder)).as("a part is mapped").isEqualTo(bytes);
            holder.unmap(0, 0, PAGE);
            assertThat(rss(holder)).as("a part is unmapped").isEqualTo(bytes);
            holder.unmap(0, 2 * PAGE, PAGE);
            assertThat(rss(holder)).as("split in two").isEqualTo(bytes);
            assertThat(Seen.usage(holder).mappings()).isEqualTo(2);
            assertThat(Seen.usage(holder).mappedBytes()).isEqualTo(2 * PAGE);
        }
    }

    @Test
    void row20_sharedBuffersAndTheKernelsShare() throws IOException {
        Totals before = Seen.now().totals();
        try (Holder one = Holder.start();
                Holder two = Holder.start();
                Holder three = Holder.start()) {
            int shared = 4 * PAGE;
            one.alloc(Heaps.ordinary(), shared, 0);
            one.pass(0, two, 0);
            one.pass(0, three, 0);
            two.map(0, 0, 0, PAGE);
            two.close(0);
            one.alloc(Heaps.ordinary(), PAGE, 1);
            one.alloc(Heaps.ordinary(), 16 * PAGE, 2);
            one.socketHold(2);
            Snapshot snapshot = Seen.now();
            assertThat(Seen.usage(snapshot, one).rss()).isEqualTo(shared + PAGE);
            assertThat(Seen.usage(snapshot, one).pss()).isEqualTo(shared / 3 + PAGE);
            assertThat(Seen.usage(snapshot, two).rss()).isEqualTo(shared);
            assertThat(Seen.usage(snapshot, two).pss()).isEqualTo(shared / 3);
            assertThat(Seen.usage(snapshot, three).pss()).isEqualTo(shared / 3);
            Totals totals = snapshot.totals();
            assertThat(totals.all().minus(before.all())).isEqualTo(new Amount(3, 21 * PAGE));
            assertThat(totals.userSpace().orElseThrow().minus(before.userSpace().orElseThrow()))
                    .as("unique")
                    .isEqualTo(new Amount(2, 5 * PAGE));
            assertThat(totals.kernel().orElseThrow().minus(before.kernel().orElseThrow()))
                    .isEqualTo(new Amount(1, 16 * PAGE));
        }
    }

    @Test
    void twoSnapshotsAreCompared() throws IOException {
        try (Holder one = Holder.start();
                Holder two = Holder.start()) {
            long gone = one.alloc(Heaps.ordinary(), PAGE, 0);
            long stays = one.alloc(Heaps.ordinary(), PAGE, 1);
            Snapshot before = Seen.now();
            one.close(0);
            long added = two.alloc(Heaps.ordinary(), 8 * PAGE, 0);
            one.pass(1, two, 1);
            SnapshotDiff diff = Seen.now().since(before);
            assertThat(diff.sameBoot()).isTrue();
            assertThat(diff.appeared()).extracting(BufferInfo::inode).containsExactly(added);
            assertThat(diff.vanished()).extracting(BufferInfo::inode).containsExactly(gone);
            assertThat(diff.appeared()).extracting(BufferInfo::inode).doesNotContain(stays);
            assertThat(diff.exporters()).singleElement().satisfies(exporter -> {
                assertThat(exporter.exporter()).contains(Heaps.ordinary());
                assertThat(exporter.change().difference().bytes()).isEqualTo(7 * PAGE);
                assertThat(exporter.change().difference().buffers()).isZero();
            });
            assertThat(diff.processes())
                    .extracting(process -> process.process().pid())
                    .containsExactly(Seen.pid(two), Seen.pid(one));
            assertThat(diff.processes().get(0).change())
                    .isEqualTo(new Change(new Amount(0, 0), new Amount(2, 9 * PAGE)));
            assertThat(diff.processes().get(1).change())
                    .isEqualTo(new Change(new Amount(2, 2 * PAGE), new Amount(1, PAGE)));
            assertThat(diff.processes().get(1).pss()).isEqualTo(PAGE / 2 - 2 * PAGE);
        }
    }
}
