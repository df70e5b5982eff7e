// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import io.github.dmabuf4j.internal.sys.Descriptor;
import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** A thread waited for the fences of a buffer or a sync file. */
@Name("dmabuf4j.FenceWait")
@Label("DMA-BUF Fence Wait")
@Description("A thread waited until devices had done with a buffer, or until the fences of a sync file were signaled")
@Category("DMA-BUF")
@Threshold("20 ms")
public final class FenceWaitEvent extends Event {
    static final FenceWaitEvent PROBE = new FenceWaitEvent();

    @Label("Waited For")
    @Description("The buffer or the sync file, with its descriptor")
    String waitedFor = "";

    @Label("Timeout")
    @Timespan
    long timeout;

    @Label("Signaled")
    @Description("False where the time passed, or the wait was interrupted or failed")
    boolean signaled;

    /** Commits it. */
    public void commit(Descriptor target, Duration limit, boolean isSignaled) {
        try {
            end();
            if (shouldCommit()) {
                waitedFor = target.target();
                timeout = nanos(limit);
                signaled = isSignaled;
                commit();
            }
        } catch (Throwable lost) {
            // The wait has ended all the same.
        }
    }

    private static long nanos(Duration limit) {
        try {
            return limit.toNanos();
        } catch (ArithmeticException centuries) {
            return Long.MAX_VALUE;
        }
    }
}
