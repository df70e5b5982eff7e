// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.load;

import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static io.github.dmabuf4j.support.KernelFeature.VKMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SysfsAttachmentStats;
import io.github.dmabuf4j.stats.SysfsBufferStats;
import io.github.dmabuf4j.stats.SysfsSnapshot;
import io.github.dmabuf4j.stats.SysfsStats;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Devices attach and detach buffers while the statistics are read. */
@RealKernel
@Needs({SYSTEM_HEAP, SYSFS_STATS, VGEM, VKMS})
class AttachmentsLoad {
    private static final int PAGE = 4096;
    private static final int SCANS = 1_000;
    private static final int LEAST_A_SECOND = 1_000;

    private final long start = System.nanoTime();
    private int attachedSeen;

    @Test
    void aThousandAttachesASecondBesideAThousandScans() throws IOException {
        try (Holder one = Holder.start();
                Holder other = Holder.start()) {
            long[] inodes = {one.alloc("system", PAGE, 1), other.alloc("system", PAGE, 1)};
            one.attachChurn("vgem", 1);
            other.attachChurn("vkms", 1);
            scan(inodes);
            long attaches = one.churnStop() + other.churnStop();
            double seconds = Figures.secondsSince(start);
            Figures.print("%d attaches and detaches beside %d scans in %.0f s: %.0f a second; %d scans saw one"
                    .formatted(attaches, SCANS, seconds, attaches / seconds, attachedSeen));
            assertThat(attaches / seconds).as("attaches per second").isGreaterThan(LEAST_A_SECOND);
            assertThat(attachedSeen).as("attachments seen").isPositive();
        }
    }

    private void scan(long... inodes) throws IOException {
        SysfsStats sysfs = SysfsStats.open();
        try (MachineStats machine = MachineStats.open()) {
            scan(sysfs, machine, inodes);
        }
    }

    private void scan(SysfsStats sysfs, MachineStats machine, long... inodes) throws IOException {
        for (int scan = 0; scan < SCANS; scan++) {
            SysfsSnapshot entries = sysfs.snapshot();
            assertThat(entries.unreadable()).isEmpty();
            assertThat(entries.buffers()).extracting(SysfsBufferStats::inode).containsExactly(box(inodes));
            entries.buffers().forEach(this::check);
            if (scan % 10 == 0) {
                check(machine.snapshot());
            }
        }
    }

    private static Long[] box(long... inodes) {
        return Arrays.stream(inodes).boxed().toArray(Long[]::new);
    }

    private void check(SysfsBufferStats buffer) {
        assertThat(buffer.size()).isEqualTo(PAGE);
        assertThat(buffer.exporter()).isEqualTo("system");
        assertThat(buffer.attachments()).hasSizeLessThanOrEqualTo(1);
        attachedSeen += buffer.attachments().size();
        assertThat(buffer.attachments())
                .extracting(SysfsAttachmentStats::device)
                .allMatch(AttachmentsLoad::isImporter);
    }

    private static void check(Snapshot snapshot) {
        assertThat(snapshot.unreadable()).isZero();
        assertThat(snapshot.contradictions()).isEmpty();
        assertThat(snapshot.buffers()).hasSize(2).allMatch(BufferInfo::heldByUserSpace);
    }

    private static boolean isImporter(String device) {
        return device.endsWith("vgem") || device.endsWith("vkms");
    }
}
