// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import java.util.List;

/**
 * The buffers that {@link BufferLedger} has of one place in the program.
 *
 * @param stack the calls that led to the allocation, innermost first, without those of this library
 * @param count the number of buffers that are live
 * @param bytes the sum of their sizes
 */
public record AllocationSite(List<StackTraceElement> stack, long count, long bytes) {
    /**
     * Copies the stack.
     *
     * @param stack the calls
     * @param count the number of buffers
     * @param bytes the sum of their sizes
     */
    public AllocationSite {
        stack = List.copyOf(stack);
    }

    /**
     * Returns the text of a report: a line with the numbers, and one for each call.
     *
     * @return the lines, without an end of the last one
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(count + " buffers, " + bytes + " bytes");
        stack.forEach(frame -> text.append("\n    at ").append(frame));
        return text.toString();
    }
}
