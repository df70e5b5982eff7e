// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * How many buffers there are and how much memory they take, each counted once.
 *
 * <p>A buffer without a visible holder is held by the kernel alone only where all processes of the machine were seen. In
 * the pid namespace of a container, or without the right to read the processes of other users, a process that was not
 * seen may hold it.
 *
 * @param buffers all that were seen
 * @param size of those, bytes
 * @param userSpaceBuffers those that a process was seen to hold; empty where no source reports holders
 * @param userSpaceSize of those, bytes
 * @param noVisibleHolderBuffers those that no process was seen to hold; empty where no source lists all buffers, or
 *     none reports holders
 * @param noVisibleHolderSize of those, bytes
 * @param kernelBuffers those that the kernel alone holds: a device has them, or they are on their way through a socket.
 *     The same as {@code noVisibleHolderBuffers}, and empty where a process was not seen ({@link StatsCapability#ALL_HOLDERS})
 * @param kernelSize of those, bytes
 * @param unknownSizes how many of all buffers have a size that no source told: no sum has them
 */
public record Totals(
        int buffers,
        long size,
        OptionalInt userSpaceBuffers,
        OptionalLong userSpaceSize,
        OptionalInt noVisibleHolderBuffers,
        OptionalLong noVisibleHolderSize,
        OptionalInt kernelBuffers,
        OptionalLong kernelSize,
        int unknownSizes) {

    static Totals of(List<BufferInfo> buffers, Predicate<StatsCapability> provided) {
        boolean holdersTold = provided.test(StatsCapability.HOLDERS);
        boolean othersKnown = holdersTold && provided.test(StatsCapability.ALL_BUFFERS);
        boolean kernelKnown = othersKnown && provided.test(StatsCapability.ALL_HOLDERS);
        List<BufferInfo> held =
                buffers.stream().filter(BufferInfo::heldByUserSpace).toList();
        long unknown =
                buffers.stream().filter(buffer -> buffer.size().isEmpty()).count();
        int others = buffers.size() - held.size();
        long otherSize = sizeOf(buffers) - sizeOf(held);
        return new Totals(
                buffers.size(),
                sizeOf(buffers),
                known(holdersTold, held.size()),
                known(holdersTold, sizeOf(held)),
                known(othersKnown, others),
                known(othersKnown, otherSize),
                known(kernelKnown, others),
                known(kernelKnown, otherSize),
                (int) unknown);
    }

    private static OptionalInt known(boolean known, int number) {
        return known ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static OptionalLong known(boolean known, long size) {
        return known ? OptionalLong.of(size) : OptionalLong.empty();
    }

    static long sizeOf(List<BufferInfo> buffers) {
        return buffers.stream().mapToLong(buffer -> buffer.size().orElse(0)).sum();
    }
}
