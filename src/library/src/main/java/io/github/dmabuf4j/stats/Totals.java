// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How many buffers there are and how much memory they take. Each buffer counts once.
 *
 * <p>A buffer without a visible holder is held by the kernel alone only if all processes of the machine were seen. In the
 * pid namespace of a container, or without the right to read the processes of other users, a process that was not seen
 * may hold it.
 *
 * @param all all buffers that were seen
 * @param userSpace the buffers that a process was seen to hold; empty if no source reports holders
 * @param noVisibleHolder the buffers that no process was seen to hold; empty if no source lists all buffers, or none
 *     reports holders
 * @param kernel the buffers that the kernel alone holds: a device uses them, or they are on their way through a socket.
 *     The same as {@code noVisibleHolder}; empty if a process was not seen ({@link StatsCapability#ALL_HOLDERS})
 * @param unknownSizes how many of all buffers have a size that no source reports. They count as buffers and add no bytes
 */
public record Totals(
        Amount all,
        Optional<Amount> userSpace,
        Optional<Amount> noVisibleHolder,
        Optional<Amount> kernel,
        int unknownSizes) {

    static Totals of(List<BufferInfo> buffers, Predicate<StatsCapability> provided) {
        Amount all = Amount.of(buffers);
        Amount held =
                Amount.of(buffers.stream().filter(BufferInfo::heldByUserSpace).toList());
        long unknownSizes =
                buffers.stream().filter(buffer -> buffer.size().isEmpty()).count();
        Optional<Amount> userSpace = Optional.of(held).filter(amount -> provided.test(StatsCapability.HOLDERS));
        Optional<Amount> noVisibleHolder =
                userSpace.map(all::minus).filter(amount -> provided.test(StatsCapability.ALL_BUFFERS));
        Optional<Amount> kernel = noVisibleHolder.filter(amount -> provided.test(StatsCapability.ALL_HOLDERS));
        return new Totals(all, userSpace, noVisibleHolder, kernel, (int) unknownSizes);
    }
}
