// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import java.util.List;
import java.util.regex.Pattern;

/** Heaps by what they are, so that figures of kernels that name them differently can be compared. */
public final class HeapName {
    private static final Pattern CMA = Pattern.compile("reserved|linux,cma|default-pool|default_cma_region");

    private HeapName() {}

    /** The device's name of {@code system} or {@code cma}. */
    public static String of(String kind) throws DmaBufException {
        if (!kind.equals("cma")) {
            return kind;
        }
        List<String> names = DmaHeap.names();
        return names.stream()
                .filter(name -> CMA.matcher(name).matches())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no CMA heap among " + names));
    }
}
