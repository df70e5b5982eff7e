// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import io.github.dmabuf4j.internal.sys.ErrorNumber;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The kernel refused to allocate a buffer. */
@Name("dmabuf4j.BufferAllocateFailure")
@Label("DMA-BUF Allocation Failure")
@Description("The kernel refused to allocate a buffer")
@Category("DMA-BUF")
final class BufferAllocateFailureEvent extends Event {
    static final BufferAllocateFailureEvent PROBE = new BufferAllocateFailureEvent();

    @Label("Origin")
    @Description("The heap that was asked, or udmabuf")
    String origin = "";

    @Label("Requested Size")
    @DataAmount
    long requestedSize;

    @Label("Error Number")
    @Description("The errno of the system call")
    int errno;

    @Label("Error")
    @Description("The symbol of the errno")
    String error = "";

    static void commit(String origin, long bytes, int errno) {
        try {
            BufferAllocateFailureEvent event = new BufferAllocateFailureEvent();
            event.origin = origin;
            event.requestedSize = bytes;
            event.errno = errno;
            event.error = ErrorNumber.symbol(errno);
            event.commit();
        } catch (Throwable lost) {
            // The caller reports the failure.
        }
    }
}
