// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** The descriptor of a buffer was closed or given away. */
@Name("dmabuf4j.BufferClose")
@Label("DMA-BUF Close")
@Description("The descriptor of a buffer was closed, by the program or after the buffer was dropped, or was given away")
@Threshold("0 ns")
public final class BufferCloseEvent extends BufferEvent {
    static final BufferCloseEvent PROBE = new BufferCloseEvent();

    @Label("Detached")
    @Description("Whether the descriptor was given away and stays open")
    boolean detached;

    /** Begins one. Reads what the kernel cannot be asked after the close. */
    static @Nullable BufferCloseEvent begun(BufferFacts buffer) {
        try {
            BufferCloseEvent event = new BufferCloseEvent();
            event.set(buffer);
            event.begin();
            return event;
        } catch (Throwable lost) {
            // The descriptor is closed without it.
            return null;
        }
    }

    /** Commits it after the close, or after the descriptor was given away. */
    public void commit(boolean givenAway) {
        try {
            end();
            if (shouldCommit()) {
                detached = givenAway;
                commit();
            }
        } catch (Throwable lost) {
            // The descriptor is closed all the same.
        }
    }
}
