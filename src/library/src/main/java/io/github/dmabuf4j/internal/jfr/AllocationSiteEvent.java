// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** The live buffers of one allocation site, while the ledger is on. At the end of each chunk, so that each dump has them. */
@Name("dmabuf4j.AllocationSite")
@Label("DMA-BUFs by Allocation Site")
@Description("The live buffers of one place in the program, while the ledger of buffers is on")
@Category("DMA-BUF")
@Period("endChunk")
@StackTrace(false)
final class AllocationSiteEvent extends Event {
    @Label("Count")
    long count;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("Allocation Site")
    @Description("The calls that led to the allocations, innermost first, one a line")
    String site = "";

    static void commit(List<StackTraceElement> stack, long count, long bytes) {
        AllocationSiteEvent event = new AllocationSiteEvent();
        event.site = StackText.of(stack);
        event.count = count;
        event.bytes = bytes;
        event.commit();
    }
}
