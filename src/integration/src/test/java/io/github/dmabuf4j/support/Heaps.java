// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import java.util.List;
import java.util.Optional;

/** Heaps of tests, other than {@code system}. */
public final class Heaps {
    /** Its names in kernels up to 6.16 and since 6.17. */
    private static final List<String> CONTIGUOUS =
            List.of("reserved", "linux,cma", "default-pool", "default_cma_region");

    private Heaps() {}

    /**
     * Returns the heap {@code system}, or {@code udmabuf} on a kernel that is known to have no heaps. It is the exporter's name,
     * and {@link Holder#alloc} takes it.
     */
    public static String ordinary() {
        return KernelFeature.SYSTEM_HEAP.isThere() ? "system" : "udmabuf";
    }

    /** Returns the heap of contiguous memory. The running test is skipped, or fails, if there is none. */
    public static String contiguous() throws DmaBufException {
        KernelFeature.CONTIGUOUS_HEAP.require();
        return find().orElseThrow();
    }

    /** Returns the heap of contiguous memory, or {@code system} on a kernel that is known to have none. */
    public static String contiguousOrSystem() throws DmaBufException {
        return KernelFeature.CONTIGUOUS_HEAP.isThere() ? contiguous() : "system";
    }

    static DmaHeap openContiguous() throws DmaBufException {
        // Without one, the message lists the heaps that there are.
        return DmaHeap.open(find().orElse(CONTIGUOUS.get(0)));
    }

    private static Optional<String> find() throws DmaBufException {
        return DmaHeap.names().stream().filter(CONTIGUOUS::contains).findFirst();
    }
}
