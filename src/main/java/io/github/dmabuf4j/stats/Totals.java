// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How many buffers there are and how much memory they take, each counted once.
 *
 * @param buffers all that were seen
 * @param size of those, bytes
 * @param userSpaceBuffers those that a process was seen to hold; empty where no source tells of holders
 * @param userSpaceSize of those, bytes
 * @param kernelBuffers those that no process was seen to hold: a device has them, or they are on their way through a
 *     socket. An upper bound where processes could not be read; empty where no source lists all buffers, or none
 *     tells of holders
 * @param kernelSize of those, bytes
 * @param unknownSizes how many of all buffers have a size that no source told: no sum has them
 */
public record Totals(
        int buffers,
        long size,
        OptionalInt userSpaceBuffers,
        OptionalLong userSpaceSize,
        OptionalInt kernelBuffers,
        OptionalLong kernelSize,
        int unknownSizes) {

    static Totals of(List<BufferInfo> buffers, boolean allListed, boolean holdersTold) {
        List<BufferInfo> held =
                buffers.stream().filter(BufferInfo::heldByUserSpace).toList();
        long unknown =
                buffers.stream().filter(buffer -> buffer.size().isEmpty()).count();
        int others = buffers.size() - held.size();
        long otherSize = sizeOf(buffers) - sizeOf(held);
        return new Totals(
                buffers.size(),
                sizeOf(buffers),
                holdersTold ? OptionalInt.of(held.size()) : OptionalInt.empty(),
                holdersTold ? OptionalLong.of(sizeOf(held)) : OptionalLong.empty(),
                allListed && holdersTold ? OptionalInt.of(others) : OptionalInt.empty(),
                allListed && holdersTold ? OptionalLong.of(otherSize) : OptionalLong.empty(),
                (int) unknown);
    }

    static long sizeOf(List<BufferInfo> buffers) {
        return buffers.stream().mapToLong(buffer -> buffer.size().orElse(0)).sum();
    }
}
