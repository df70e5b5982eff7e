// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.bpf.ListedBuffer;
import io.github.dmabuf4j.internal.bpf.ListedFence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Gathers what the passes of the iterators report of one buffer. */
final class BpfBuffer {
    /** The kernel's {@code enum dma_resv_usage}, in the words of debugfs. */
    private static final List<String> USAGES = List.of("kernel", "write", "read", "bookkeep");

    private static final Comparator<Holder> BY_PROCESS =
            Comparator.comparingInt(holder -> holder.process().pid());

    private final long inode;
    private @Nullable ListedBuffer listed;
    private List<BpfHolder> holders = List.of();

    BpfBuffer(long inode) {
        this.inode = inode;
    }

    void describe(ListedBuffer buffer) {
        listed = buffer;
    }

    boolean isListed() {
        return listed != null;
    }

    Optional<ListedBuffer> listed() {
        return Optional.ofNullable(listed);
    }

    /** The holder for a process. Most buffers have few, and the process that came last is asked for most. */
    BpfHolder holder(HoldingProcess process) {
        for (int i = holders.size() - 1; i >= 0; i--) {
            if (holders.get(i).isOf(process)) {
                return holders.get(i);
            }
        }
        if (holders.isEmpty()) {
            holders = new ArrayList<>(1);
        }
        BpfHolder holder = new BpfHolder(process);
        holders.add(holder);
        return holder;
    }

    /** Whether all of it was read. */
    boolean isRead() {
        return listed == null || listed.devicesRead();
    }

    /** What could not be read of it. */
    Unreadable unreadable() {
        return new Unreadable(
                "inode " + Long.toUnsignedString(inode), "its devices are too many, or changed while they were read");
    }

    BufferInfo toInfo() {
        ListedBuffer known = listed;
        if (known == null) {
            return BufferInfo.unknown(inode, holdersInOrder());
        }
        return new BufferInfo(
                inode,
                OptionalLong.of(known.size()),
                known.exporter(),
                known.name(),
                OptionalLong.of(known.references()),
                holdersInOrder(),
                FewElements.map(known.devices(), Attachment::named),
                FewElements.map(known.fences(), BpfBuffer::fence));
    }

    private List<Holder> holdersInOrder() {
        if (holders.isEmpty()) {
            return List.of();
        }
        if (holders.size() == 1) {
            return List.of(holders.get(0).toHolder());
        }
        List<Holder> all = new ArrayList<>(holders.size());
        for (BpfHolder holder : holders) {
            all.add(holder.toHolder());
        }
        all.sort(BY_PROCESS);
        return all;
    }

    private static BufferFence fence(ListedFence fence) {
        return new BufferFence(
                USAGES.get(fence.usage()),
                "",
                "",
                OptionalLong.of(fence.context()),
                OptionalLong.of(fence.seqno()),
                fence.signaled());
    }
}
