// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.procfs.HeldBuffers;
import io.github.dmabuf4j.internal.procfs.MappedBuffer;
import io.github.dmabuf4j.internal.procfs.OpenBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns the processes, each with its buffers, into the buffers, each with its holders. */
final class ProcfsBuffers {
    private final Map<Long, ProcfsBuffer> buffers = new TreeMap<>(Long::compareUnsigned);

    private ProcfsBuffers() {}

    /** The buffers by rising inode. The processes must be in the order of their numbers. */
    static List<BufferInfo> of(List<HeldBuffers> processes) {
        ProcfsBuffers all = new ProcfsBuffers();
        processes.forEach(all::add);
        return all.buffers.values().stream().map(ProcfsBuffer::toInfo).toList();
    }

    private void add(HeldBuffers process) {
        Map<Long, HolderParts> held = new TreeMap<>();
        for (OpenBuffer open : process.open()) {
            held.computeIfAbsent(open.inode(), inode -> new HolderParts()).fds.add(open.fd());
            buffer(open.inode()).add(open);
        }
        for (MappedBuffer mapped : process.mapped()) {
            held.computeIfAbsent(mapped.inode(), inode -> new HolderParts())
                    .mappings
                    .add(new MappedRange(mapped.offset(), mapped.length()));
            buffer(mapped.inode()).add(mapped, process);
        }
        HoldingProcess holder = new HoldingProcess(process.pid(), process.command(), process.startTicks());
        held.forEach((inode, parts) -> buffer(inode).add(new Holder(holder, List.copyOf(parts.fds), parts.mappings)));
    }

    private ProcfsBuffer buffer(long inode) {
        return buffers.computeIfAbsent(inode, ProcfsBuffer::new);
    }

    private static final class HolderParts {
        private final Set<Integer> fds = new TreeSet<>();
        private final List<MappedRange> mappings = new ArrayList<>();
    }
}
