// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The buffers that one process holds, as {@link Snapshot#process} returns them.
 *
 * @param process the process
 * @param buffers at least one buffer, by rising inode
 */
public record ProcessBuffers(HoldingProcess process, List<HeldBuffer> buffers) {
    /**
     * Copies the list.
     *
     * @param process the process
     * @param buffers the buffers that it holds
     * @throws IllegalArgumentException if there is no buffer
     */
    public ProcessBuffers {
        buffers = List.copyOf(buffers);
        if (buffers.isEmpty()) {
            throw new IllegalArgumentException("process " + process.pid() + " without a buffer");
        }
    }

    /** Empty if the process holds none of the buffers. */
    static Optional<ProcessBuffers> of(int pid, List<BufferInfo> buffers) {
        List<HeldBuffer> held = new ArrayList<>();
        for (BufferInfo buffer : buffers) {
            buffer.holders().stream()
                    .filter(holder -> holder.process().pid() == pid)
                    .forEach(holder -> held.add(new HeldBuffer(buffer, holder)));
        }
        return held.stream()
                .findFirst()
                .map(first -> new ProcessBuffers(first.holder().process(), held));
    }

    /**
     * Adds up the buffers.
     *
     * @return the same as the process's entry in {@link Snapshot#processes}
     */
    public ProcessUsage usage() {
        return buffers.stream().map(HeldBuffer::usage).reduce(Usage::sum).orElseThrow();
    }
}
