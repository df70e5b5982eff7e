// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import io.github.dmabuf4j.internal.sys.Callers;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A buffer became unreachable without a close and was freed. The stack of its thread, the Cleaner's, says nothing. */
@Name("dmabuf4j.BufferDropped")
@Label("DMA-BUF Dropped Without Close")
@Description("A buffer became unreachable without a close and was freed after a garbage collection")
@StackTrace(false)
final class BufferDroppedEvent extends BufferEvent {
    static final BufferDroppedEvent PROBE = new BufferDroppedEvent();

    @Label("Cause")
    String cause = "";

    @Label("Allocation Site")
    @Description("The calls that led to the allocation, innermost first, one a line; null where it was not recorded")
    @Nullable
    String allocationSite;

    static void commit(BufferFacts buffer, String cause, @Nullable Throwable site) {
        try {
            BufferDroppedEvent event = new BufferDroppedEvent();
            event.set(buffer);
            event.cause = cause;
            event.allocationSite = site == null ? null : StackText.of(Callers.of(site));
            event.commit();
        } catch (Throwable lost) {
            // The log reports it too.
        }
    }
}
