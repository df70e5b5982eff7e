// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/** Allocates three buffers of two pages. */
final class FlightRecorderMain {
    private FlightRecorderMain() {}

    public static void main(String[] args) throws DmaBufException {
        try (DmaHeap heap = DmaHeap.open("system")) {
            for (int i = 0; i < 3; i++) {
                heap.allocate(8192).close();
            }
        }
    }
}
