// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.bpf.ListedBuffer;
import io.github.dmabuf4j.internal.bpf.RecordSink;
import io.github.dmabuf4j.internal.bpf.VisitedProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what the passes of the iterators report. */
final class BpfBuffers implements RecordSink {
    /** USER_HZ is 100 on all architectures that have DMA-BUFs. */
    private static final long NANOS_OF_TICK = 10_000_000;

    private final InodeMap<BpfBuffer> buffers = new InodeMap<>();

    /** Which thread of a process showed its mappings: others have the same. */
    private final Map<Integer, Integer> threads = new HashMap<>();

    private @Nullable HoldingProcess process;
    private boolean isRepeated;
    private boolean isOfMappings;
    private boolean hasUnread;
    private int listed;
    private int count;
    private int ends;
    private boolean isInner;

    /** The same buffers, without those that only holders showed. */
    BpfBuffers withoutHolders() {
        BpfBuffers same = new BpfBuffers();
        for (BpfBuffer buffer : buffers.values()) {
            buffer.listed().ifPresent(same::buffer);
        }
        return same;
    }

    @Override
    public void buffer(ListedBuffer buffer) {
        listed++;
        of(buffer.inode()).describe(buffer);
    }

    private BpfBuffer of(long inode) {
        return buffers.get(inode, BpfBuffer::new);
    }

    /** From now on mappings come. */
    void beginMappings() {
        isOfMappings = true;
    }

    @Override
    public void process(VisitedProcess visited) {
        isRepeated = isOfMappings && !isFirstThread(visited);
        process = new HoldingProcess(visited.pid(), visited.command(), visited.startNanos() / NANOS_OF_TICK);
    }

    private boolean isFirstThread(VisitedProcess visited) {
        Integer first = threads.putIfAbsent(visited.pid(), visited.thread());
        return first == null || first == visited.thread();
    }

    @Override
    public void file(long inode, int fd) {
        holder(inode).addFd(fd);
    }

    @Override
    public void mapping(long inode, long offset, long length) {
        if (!isRepeated) {
            holder(inode).addMapping(new MappedRange(offset, length));
        }
    }

    private BpfHolder holder(long inode) {
        HoldingProcess current = process;
        if (current == null) {
            throw new IllegalStateException("a record of a process was expected before this one");
        }
        return of(inode).holder(current);
    }

    @Override
    public void unread(int pid) {
        hasUnread = true;
    }

    @Override
    public void count(int buffersOfMachine) {
        count = buffersOfMachine;
    }

    @Override
    public void end(int level) {
        ends++;
        isInner |= level != 0;
    }

    /** How many buffers the kernel has listed. */
    int listed() {
        return listed;
    }

    /** How many there are, as the kernel has counted. */
    int count() {
        return count;
    }

    /** Whether a process could not be read in the fast way. */
    boolean hasUnread() {
        return hasUnread;
    }

    /** Whether all passes over processes came to their end, and saw those of the whole machine. */
    boolean allProcesses() {
        return ends >= 2 && !isInner;
    }

    /** How many buffers a process holds that the kernel has not listed. */
    int unknown() {
        int unknown = 0;
        for (BpfBuffer buffer : buffers.values()) {
            if (!buffer.isListed()) {
                unknown++;
            }
        }
        return unknown;
    }

    /** Whose devices could not be read. */
    List<Unreadable> unreadable() {
        List<Unreadable> unreadable = new ArrayList<>();
        for (BpfBuffer buffer : buffers.values()) {
            if (!buffer.isRead()) {
                unreadable.add(buffer.unreadable());
            }
        }
        return unreadable;
    }

    /**
     * The buffers by rising inode.
     *
     * @param withUnknown whether those are among them that the kernel has not listed
     */
    List<BufferInfo> toInfo(boolean withUnknown) {
        List<BpfBuffer> known = buffers.values();
        List<BufferInfo> infos = new ArrayList<>(known.size());
        for (BpfBuffer buffer : known) {
            if (withUnknown || buffer.isListed()) {
                infos.add(buffer.toInfo());
            }
        }
        infos.sort((a, b) -> Long.compareUnsigned(a.inode(), b.inode()));
        return infos;
    }
}
