// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFER_ITERATOR;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * BPF iterators while four processes allocate, name, map, attach and free buffers at full speed: nothing that they list is
 * invented, and nothing that lives throughout is lost. The system property {@code churn.snapshots} sets how many are taken.
 */
@RealKernel
@Needs({SYSTEM_HEAP, VGEM, BPF_ITERATORS})
class BpfChurnIT {
    private static final int PAGE = 4096;
    private static final int LASTING = 50;
    private static final int SNAPSHOTS = Integer.getInteger("churn.snapshots", 200);

    /** The names of buffers of the churn: process, pages, cycle. */
    private static final Pattern NAME = Pattern.compile("(\\d+) ([1-4]) \\d+");

    private final List<Holder> churners = new ArrayList<>();
    private int seen;
    private int named;
    private int held;
    private int attached;

    @Test
    void nothingIsInventedAndNothingThatLivesIsLost() throws IOException {
        try (Holder holder = Holder.start();
                BpfStats bpf = BpfStats.open()) {
            Holder.Inodes inodes = arrange(holder);
            Map<Long, BufferInfo> lasting = lasting(bpf.read(), inodes);
            assertThat(lasting).hasSize(LASTING);
            startChurn();
            for (int snapshot = 0; snapshot < SNAPSHOTS; snapshot++) {
                check(bpf.read(), inodes, lasting);
            }
            for (Holder churner : churners) {
                assertThat(churner.churnStop())
                        .as("buffers allocated and freed")
                        .isGreaterThan(100);
            }
            System.out.printf(
                    "%d snapshots: %d buffers of the churn, %d with a name, %d held, %d attached%n",
                    SNAPSHOTS, seen, named, held, attached);
            assertThat(List.of(seen, named, held)).allMatch(number -> number > 0);
            assertThat(attached > 0).isEqualTo(BUFFER_ITERATOR.isThere());
        } finally {
            for (Holder churner : churners) {
                churner.close();
            }
        }
    }

    /** Each with a descriptor, two thirds also mapped, a third also attached. */
    private static Holder.Inodes arrange(Holder holder) throws IOException {
        Holder.Inodes inodes = holder.allocMany("system", 5 * PAGE, LASTING, 0);
        holder.drm("vgem", 0);
        for (int i = 0; i < LASTING; i++) {
            holder.name(i, "lasting " + i);
            if (i % 3 != 0) {
                holder.map(i, i, PAGE, 2 * PAGE);
            }
            if (i % 3 == 1) {
                holder.importInto(0, i);
            }
        }
        return inodes;
    }

    private void startChurn() throws IOException {
        for (int i = 0; i < 4; i++) {
            Holder churner = Holder.start();
            churners.add(churner);
            churner.fullChurn("system", "vgem");
        }
    }

    private static boolean isLasting(BufferInfo buffer, Holder.Inodes inodes) {
        return buffer.inode() >= inodes.first() && buffer.inode() <= inodes.last();
    }

    private static Map<Long, BufferInfo> lasting(SourceReading reading, Holder.Inodes inodes) {
        Map<Long, BufferInfo> lasting = new HashMap<>();
        reading.buffers().stream()
                .filter(buffer -> isLasting(buffer, inodes))
                .forEach(buffer -> lasting.put(buffer.inode(), buffer));
        return lasting;
    }

    private void check(SourceReading reading, Holder.Inodes inodes, Map<Long, BufferInfo> lasting) {
        assertThat(lasting(reading, inodes)).isEqualTo(lasting);
        assertThat(reading.notes()).isEmpty();
        assertThat(reading.unreadable()).isEmpty();
        assertThat(reading.capabilities()).contains(StatsCapability.ALL_HOLDERS);
        Set<Integer> pids = Set.copyOf(churners.stream().map(Seen::pid).toList());
        for (BufferInfo buffer : reading.buffers()) {
            if (!isLasting(buffer, inodes)) {
                checkChurned(buffer, pids);
            }
        }
    }

    private void checkChurned(BufferInfo buffer, Set<Integer> pids) {
        seen++;
        long pages = buffer.size().orElseThrow() / PAGE;
        assertThat(buffer.size().getAsLong()).isIn((long) PAGE, 2L * PAGE, 3L * PAGE, 4L * PAGE);
        assertThat(buffer.exporter()).contains("system");
        assertThat(buffer.references().orElseThrow()).isBetween(0L, 16L);
        assertThat(buffer.holders()).hasSizeLessThanOrEqualTo(1);
        buffer.holders().forEach(holder -> checkHolder(holder, pages, pids));
        buffer.name().ifPresent(name -> checkName(name, pages, buffer, pids));
        assertThat(buffer.attachments()).isIn(List.of(), List.of(Attachment.named("vgem")));
        attached += buffer.attachments().size();
        assertThat(buffer.fences()).isEmpty();
    }

    private void checkHolder(io.github.dmabuf4j.stats.Holder holder, long pages, Set<Integer> pids) {
        held++;
        assertThat(pids).contains(holder.process().pid());
        assertThat(holder.process().command()).isEqualTo("holder");
        assertThat(holder.fds()).hasSizeLessThanOrEqualTo(1);
        assertThat(holder.mappings()).isIn(List.of(), List.of(new MappedRange(0, pages * PAGE)));
        assertThat(holder.fds().size() + holder.mappings().size()).isPositive();
    }

    private void checkName(String name, long pages, BufferInfo buffer, Set<Integer> pids) {
        named++;
        Matcher parts = NAME.matcher(name);
        assertThat(parts.matches()).as(name).isTrue();
        int pid = Integer.parseInt(parts.group(1));
        assertThat(pids).contains(pid);
        assertThat(Long.parseLong(parts.group(2))).isEqualTo(pages);
        assertThat(buffer.holders()).allMatch(holder -> holder.process().pid() == pid);
    }
}
