// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** The buffers that this JVM holds. */
@Name("dmabuf4j.LiveBuffers")
@Label("DMA-BUFs of this JVM")
@Description("The buffers that this JVM holds, in the numbers of BufferPoolMXBean")
@Category("DMA-BUF")
@Period("5 s")
@StackTrace(false)
final class LiveBuffersEvent extends Event {
    @Label("Count")
    @Description("The number of descriptors, those of duplicates included")
    long count;

    @Label("Memory Used")
    @Description("The memory that they keep; a buffer and its duplicates count once")
    @DataAmount
    long memoryUsed;

    @Label("Total Capacity")
    @Description("The sum of the sizes of all of them")
    @DataAmount
    long totalCapacity;

    static void commit(long count, long memoryUsed, long totalCapacity) {
        LiveBuffersEvent event = new LiveBuffersEvent();
        event.count = count;
        event.memoryUsed = memoryUsed;
        event.totalCapacity = totalCapacity;
        event.commit();
    }
}
