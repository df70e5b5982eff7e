// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.procfs.HeldBuffers;
import io.github.dmabuf4j.internal.procfs.MappedBuffer;
import io.github.dmabuf4j.internal.procfs.OpenBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the processes, each with its buffers, into the buffers, each with its holders. */
final class ProcfsBuffers {
    private ProcfsBuffers() {}

    /** One descriptor or one mapping of a buffer: the other is null. */
    private record Holding(
            long inode,
            HoldingProcess process,
            HeldBuffers held,
            @Nullable OpenBuffer open,
            @Nullable MappedBuffer mapped) {}

    /** The buffers by rising inode. The processes must be in the order of their numbers. */
    static List<BufferInfo> of(List<HeldBuffers> processes) {
        List<Holding> holdings = new ArrayList<>();
        for (HeldBuffers held : processes) {
            HoldingProcess process = new HoldingProcess(held.pid(), held.command(), held.startTicks());
            for (OpenBuffer open : held.open()) {
                holdings.add(new Holding(open.inode(), process, held, open, null));
            }
            for (MappedBuffer mapped : held.mapped()) {
                holdings.add(new Holding(mapped.inode(), process, held, null, mapped));
            }
        }
        // Those of one buffer keep the order of the processes.
        Holding[] sorted = holdings.toArray(Holding[]::new);
        Arrays.sort(sorted, (a, b) -> Long.compareUnsigned(a.inode, b.inode));
        return buffers(sorted);
    }

    private static List<BufferInfo> buffers(Holding[] sorted) {
        List<BufferInfo> buffers = new ArrayList<>(sorted.length);
        int start = 0;
        while (start < sorted.length) {
            int end = start + 1;
            while (end < sorted.length && sorted[end].inode == sorted[start].inode) {
                end++;
            }
            buffers.add(buffer(sorted, start, end));
            start = end;
        }
        return buffers;
    }

    private static BufferInfo buffer(Holding[] sorted, int start, int end) {
        ProcfsBuffer buffer = new ProcfsBuffer(sorted[start].inode);
        int first = start;
        while (first < end) {
            HoldingProcess process = sorted[first].process;
            int next = first + 1;
            while (next < end && sorted[next].process.pid() == process.pid()) {
                next++;
            }
            buffer.add(new Holder(process, fds(sorted, first, next), mappings(sorted, first, next)));
            first = next;
        }
        for (int i = start; i < end; i++) {
            Holding holding = sorted[i];
            if (holding.open != null) {
                buffer.add(holding.open);
            }
            if (holding.mapped != null) {
                buffer.add(holding.mapped, holding.held);
            }
        }
        return buffer.toInfo();
    }

    /** The descriptors of one process, by rising number. Threads with tables of their own may have the same. */
    private static List<Integer> fds(Holding[] sorted, int start, int end) {
        List<Integer> fds = List.of();
        for (int i = start; i < end; i++) {
            OpenBuffer open = sorted[i].open;
            if (open != null) {
                fds = fds.isEmpty() ? List.of(open.fd()) : withOnce(fds, open.fd());
            }
        }
        return fds;
    }

    private static List<Integer> withOnce(List<Integer> rising, int number) {
        int place = Collections.binarySearch(rising, number);
        if (place >= 0) {
            return rising;
        }
        // Most have one, in a list that cannot grow.
        List<Integer> more = rising.size() == 1 ? new ArrayList<>(rising) : rising;
        more.add(-place - 1, number);
        return more;
    }

    private static List<MappedRange> mappings(Holding[] sorted, int start, int end) {
        List<MappedRange> mappings = List.of();
        for (int i = start; i < end; i++) {
            MappedBuffer mapped = sorted[i].mapped;
            if (mapped != null) {
                mappings = mappings.isEmpty() ? new ArrayList<>(1) : mappings;
                mappings.add(new MappedRange(mapped.offset(), mapped.length()));
            }
        }
        return mappings;
    }
}
