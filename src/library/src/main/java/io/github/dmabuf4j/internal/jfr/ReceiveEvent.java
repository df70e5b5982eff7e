// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** A message with buffers was received from another process. */
@Name("dmabuf4j.Receive")
@Label("DMA-BUF Receive")
@Description(
        "A message with buffers and sync files was received from another process; the duration includes the wait for it")
@Category("DMA-BUF")
@Threshold("0 ns")
public final class ReceiveEvent extends Event {
    static final ReceiveEvent PROBE = new ReceiveEvent();

    @Label("Channel")
    String channel = "";

    @Label("Buffers")
    int buffers;

    @Label("Buffer Bytes")
    @DataAmount
    long bufferBytes;

    @Label("Sync Files")
    int syncFiles;

    @Label("Data Bytes")
    @Description("Bytes that the sender added")
    @DataAmount
    long dataBytes;

    /** Commits it. */
    public void commit(Object from, int bufferCount, long bytes, int syncFileCount, int dataCount) {
        try {
            end();
            if (shouldCommit()) {
                channel = from.toString();
                buffers = bufferCount;
                bufferBytes = bytes;
                syncFiles = syncFileCount;
                dataBytes = dataCount;
                commit();
            }
        } catch (Throwable lost) {
            // The message was received all the same.
        }
    }
}
