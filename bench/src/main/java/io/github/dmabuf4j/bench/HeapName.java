// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import java.util.List;
import java.util.regex.Pattern;

/** Names heaps by their kind, so that figures of kernels with different heap names can be compared. */
public final class HeapName {
    private static final Pattern CMA = Pattern.compile("reserved|linux,cma|default-pool|default_cma_region");

    private HeapName() {}

    /** Returns the device name of the heap of kind {@code system} or {@code cma}. */
    public static String of(String kind) throws DmaBufException {
        if (!kind.equals("cma")) {
            return kind;
        }
        List<String> names = DmaHeap.names();
        return names.stream()
                .filter(name -> CMA.matcher(name).matches())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this kernel has no CMA heap, only " + names));
    }
}
