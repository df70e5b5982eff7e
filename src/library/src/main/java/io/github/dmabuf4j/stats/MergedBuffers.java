// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Merges what the sources of a snapshot report of the buffers, by inode. */
final class MergedBuffers {
    private final List<Reported> readings = new ArrayList<>();
    private final List<Contradiction> contradictions = new ArrayList<>();

    private record Reported(String source, SourceReading reading) {}

    void add(String source, SourceReading reading) {
        readings.add(new Reported(source, reading));
    }

    /** The buffers by rising inode. */
    List<BufferInfo> toInfo() {
        // What only one source reports needs no merging. That is a third of the cost of a snapshot by BPF.
        if (readings.size() == 1 && isInOrder(readings.get(0).reading().buffers())) {
            return readings.get(0).reading().buffers();
        }
        Map<Long, BufferMerger> merges = new TreeMap<>(Long::compareUnsigned);
        for (Reported reported : readings) {
            for (BufferInfo buffer : reported.reading().buffers()) {
                merges.computeIfAbsent(buffer.inode(), BufferMerger::new)
                        .add(reported.source(), reported.reading(), buffer);
            }
        }
        merges.values().forEach(merge -> contradictions.addAll(merge.contradictions()));
        return merges.values().stream().map(BufferMerger::toInfo).toList();
    }

    private static boolean isInOrder(List<BufferInfo> buffers) {
        for (int i = 1; i < buffers.size(); i++) {
            if (Long.compareUnsigned(buffers.get(i - 1).inode(), buffers.get(i).inode()) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Where sources differ. Empty before {@link #toInfo}. */
    List<Contradiction> contradictions() {
        return contradictions;
    }
}
