// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** This process took over a buffer, or made a further descriptor of one. */
@Name("dmabuf4j.BufferAdopt")
@Label("DMA-BUF Adoption")
@Description("A descriptor was taken over from other code or another process, or was duplicated")
final class BufferAdoptEvent extends BufferEvent {
    static final BufferAdoptEvent PROBE = new BufferAdoptEvent();

    static void commitOf(BufferFacts buffer) {
        try {
            BufferAdoptEvent event = new BufferAdoptEvent();
            event.set(buffer);
            event.commit();
        } catch (Throwable lost) {
            // The descriptor was taken over all the same.
        }
    }
}
