// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.ATTACHMENT_STATS;
import static io.github.dmabuf4j.support.KernelFeature.CONTIGUOUS_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static io.github.dmabuf4j.support.KernelFeature.VKMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.KernelFeature;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformance row 25: the devices that use a buffer, with real importers. The patch of the test kernel reports them. */
@RealKernel
@Needs({SYSTEM_HEAP, VGEM})
@Smoke
class AttachmentsIT {
    private static final int PAGE = 4096;
    private static final int FRAME = 512 * 1024;

    private static List<Attachment> attachments(long inode) throws IOException {
        return AllBuffers.find(inode).orElseThrow().attachments();
    }

    /** An attachment that is mapped once, as this kernel reports it. Only the patch reports more than the device. */
    private static Attachment attached(String device, long uid) {
        return ATTACHMENT_STATS.isThere()
                ? new Attachment(device, OptionalLong.of(uid), OptionalLong.of(1))
                : Attachment.named(device);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vgem", "vkms"})
    void row25_anImportAddsTheDeviceAndItsEndRemovesIt(String driver) throws IOException {
        KernelFeature.ofDriver(driver).require();
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 0);
            assertThat(attachments(inode)).isEmpty();
            holder.drm(driver, 0);
            long handle = holder.importInto(0, 0);
            assertThat(attachments(inode)).containsExactly(attached(driver, 0));
            holder.gemClose(0, handle);
            assertThat(attachments(inode)).isEmpty();
        }
    }

    @Test
    void row25_twoImportsGiveTwoUids() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 0);
            holder.drm("vgem", 0);
            holder.drm("vgem", 1);
            String third = VKMS.isThere() ? "vkms" : "vgem";
            holder.drm(third, 2);
            holder.importInto(0, 0);
            holder.importInto(1, 0);
            holder.importInto(2, 0);
            assertThat(attachments(inode))
                    .containsExactly(attached("vgem", 0), attached("vgem", 1), attached(third, 2));
            holder.drmClose(1);
            assertThat(attachments(inode)).containsExactly(attached("vgem", 0), attached(third, 2));
            holder.importInto(0, 0);
            assertThat(attachments(inode))
                    .as("a second import by the same card shares the attachment")
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vivid", "vimc"})
    @Needs(CONTIGUOUS_HEAP)
    void aCameraIsAttachedWhileItHasTheBuffer(String driver) throws IOException {
        KernelFeature.ofDriver(driver).require();
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(Heaps.contiguous(), FRAME, 0);
            holder.v4l2(driver, 0);
            holder.v4l2Queue(0, 0);
            assertThat(attachments(inode)).singleElement().satisfies(attachment -> {
                assertThat(attachment.device()).startsWith(driver);
                assertThat(attachment.mapCounter())
                        .isEqualTo(attached(driver, 0).mapCounter());
            });
            holder.v4l2Close(0);
            assertThat(attachments(inode)).isEmpty();
        }
    }

    @Test
    void whatADeviceAloneHoldsIsTheKernels() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", 4 * PAGE, 0);
            holder.drm("vgem", 0);
            holder.importInto(0, 0);
            holder.close(0);
            Snapshot snapshot = Seen.byAll();
            BufferInfo buffer = snapshot.buffer(inode).orElseThrow();
            assertThat(buffer.heldByUserSpace()).isFalse();
            Attachment vgem = attached("vgem", 0);
            assertThat(buffer.attachments()).containsExactly(vgem);
            assertThat(snapshot.devices()).containsExactly(new DeviceUsage("vgem", 1, 1, vgem.mapCounter(), 4 * PAGE));
            assertThat(snapshot.provides(StatsCapability.MAP_COUNTERS)).isEqualTo(ATTACHMENT_STATS.isThere());
        }
    }

    @Test
    void debugfsTellsTheDevicesWhereSysfsDoesNot() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 0);
            holder.drm("vgem", 0);
            holder.drm("vgem", 1);
            holder.importInto(0, 0);
            holder.importInto(1, 0);
            Snapshot snapshot = Seen.by("debugfs", "procfs");
            assertThat(snapshot.buffer(inode).orElseThrow().attachments())
                    .containsExactly(Attachment.named("vgem"), Attachment.named("vgem"));
            assertThat(snapshot.devices()).containsExactly(new DeviceUsage("vgem", 1, 2, OptionalLong.empty(), PAGE));
        }
    }

    @Test
    void anAttachmentMadeAfterTheFirstSnapshotIsSeenByTheNext() throws IOException {
        try (MachineStats stats = MachineStats.open();
                Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 0);
            assertThat(stats.snapshot().devices()).isEmpty();
            holder.drm("vgem", 0);
            long handle = holder.importInto(0, 0);
            assertThat(stats.snapshot().buffer(inode).orElseThrow().attachments())
                    .hasSize(1);
            holder.gemClose(0, handle);
            assertThat(stats.snapshot().devices()).isEmpty();
        }
    }
}
