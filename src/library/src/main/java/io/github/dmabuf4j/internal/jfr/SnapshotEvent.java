// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** The statistics of the machine were read. */
@Name("dmabuf4j.Snapshot")
@Label("DMA-BUF Snapshot")
@Description("The buffers of the whole machine were read from the kernel's statistics")
@Category("DMA-BUF")
@Threshold("0 ns")
public final class SnapshotEvent extends Event {
    static final SnapshotEvent PROBE = new SnapshotEvent();

    @Label("Sources")
    @Description("The sources that were read")
    String sources = "";

    @Label("Buffers")
    @Description("The number of buffers on the machine")
    int buffers;

    @Label("Buffer Bytes")
    @Description("The sum of the sizes of all buffers on the machine")
    @DataAmount
    long bufferBytes;

    @Label("Processes")
    @Description("The number of processes that hold buffers")
    int processes;

    /** The snapshot is complete. What is added up for the event comes after that. */
    public void taken() {
        end();
    }

    /** Commits it. */
    public void commit(String read, int bufferCount, long bytes, int processCount) {
        try {
            if (shouldCommit()) {
                sources = read;
                buffers = bufferCount;
                bufferBytes = bytes;
                processes = processCount;
                commit();
            }
        } catch (Throwable lost) {
            // The snapshot was taken all the same.
        }
    }
}
