// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.support.DescriptorLimit;

/** Drops the given numbers of sync files and buffers under a descriptor limit, and reports the end. */
public final class ReclaimMain {
    private static final int LIMIT = 1000;

    /** The output of the program. */
    static final String END = "all were dropped";

    private ReclaimMain() {}

    /** Runs the program. Fails if no descriptor is left. */
    public static void main(String[] arguments) throws Exception {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(4096)) {
            buffer.exportSyncFile(Access.WRITE).close();
            drop(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), heap, buffer);
        }
        System.out.println(END);
    }

    private static void drop(int syncFiles, int buffers, DmaHeap heap, DmaBuf buffer) throws Exception {
        try (DescriptorLimit limit = DescriptorLimit.leaving(LIMIT)) {
            long numbers = limit.hashCode();
            for (int i = 0; i < syncFiles; i++) {
                numbers += buffer.exportSyncFile(Access.WRITE).fd();
            }
            for (int i = 0; i < buffers; i++) {
                numbers += heap.allocate(4096).fd();
            }
            System.err.println("sum of dropped objects: " + numbers);
        }
    }
}
