// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Unsigned;

/**
 * What the events of one buffer have in common. No method of an event throws: a recording that lacks memory, stack or disk loses an
 * event, and the operation goes on.
 */
@Category("DMA-BUF")
abstract class BufferEvent extends Event {
    @Label("Origin")
    @Description("The heap that the buffer is from, or how else this process got it")
    String origin = "";

    @Label("Size")
    @DataAmount
    long size;

    @Label("Inode")
    @Description("Identifies the buffer in the kernel's statistics; 0 where it is not known")
    @Unsigned
    long inode;

    final void set(BufferFacts buffer) {
        origin = buffer.origin();
        size = buffer.size();
        inode = buffer.knownInode();
    }
}
