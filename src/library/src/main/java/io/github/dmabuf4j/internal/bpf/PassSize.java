// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.internal.sys.Machine;

/**
 * How much a pass gave.
 *
 * @param reads how many reads gave something
 * @param lastBytes what the last of them gave
 */
public record PassSize(int reads, int lastBytes) {
    /** What the kernel keeps of the output before it gives it to the reader, and so the most that one read returns. */
    static final int KERNEL_BYTES = Math.toIntExact(8 * Machine.pageBytes());

    /** More than the records of a buffer with a hundred devices take. */
    private static final int ROOM = 1 << 14;

    /**
     * Whether the pass may have ended because the memory of the kernel was full. In Linux 6.16 and 6.17 the iterator over buffers ends
     * then. The buffers must be counted to know.
     */
    public boolean mayBeCut() {
        return reads == 1 && lastBytes > KERNEL_BYTES - ROOM;
    }
}
