// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/** Merges what the sources of a snapshot report of the buffers, by inode. */
final class MergedBuffers {
    private final List<Reported> readings = new ArrayList<>();
    private final List<Contradiction> contradictions = new ArrayList<>();

    private record Reported(String source, SourceReading reading) {
        /** How much the source reports of devices: nothing, which they are, or also how often they map a buffer. */
        int detailOfDevices() {
            Set<StatsCapability> ofDevices = EnumSet.of(StatsCapability.DEVICES, StatsCapability.MAP_COUNTERS);
            ofDevices.retainAll(reading.capabilities());
            return ofDevices.size();
        }
    }

    void add(String source, SourceReading reading) {
        readings.add(new Reported(source, reading));
    }

    /** The buffers by rising inode. */
    List<BufferInfo> toInfo() {
        // What only one source reports needs no merging. That is a third of the cost of a snapshot by BPF.
        if (readings.size() == 1 && isInOrder(readings.get(0).reading().buffers())) {
            return readings.get(0).reading().buffers();
        }
        List<BufferInfo> all = new ArrayList<>();
        for (BufferMerger merge : merges()) {
            all.add(merge.toInfo());
        }
        all.sort((a, b) -> Long.compareUnsigned(a.inode(), b.inode()));
        contradictions.sort((a, b) -> Long.compareUnsigned(a.inode(), b.inode()));
        return all;
    }

    private List<BufferMerger> merges() {
        InodeMap<BufferMerger> merges = new InodeMap<>();
        LongFunction<BufferMerger> maker = inode -> new BufferMerger(inode, contradictions);
        for (Reported reported : readings) {
            int detailOfDevices = reported.detailOfDevices();
            for (BufferInfo buffer : reported.reading().buffers()) {
                merges.get(buffer.inode(), maker).add(reported.source(), detailOfDevices, buffer);
            }
        }
        return merges.values();
    }

    private static boolean isInOrder(List<BufferInfo> buffers) {
        for (int i = 1; i < buffers.size(); i++) {
            if (Long.compareUnsigned(buffers.get(i - 1).inode(), buffers.get(i).inode()) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Where sources differ, by rising inode. Empty before {@link #toInfo}. */
    List<Contradiction> contradictions() {
        return contradictions;
    }
}
