// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assumptions.assumeThat;

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

    /** Returns the heap of contiguous memory. Fails in the test VM without one; elsewhere the test is skipped. */
    public static String contiguous() throws DmaBufException {
        Optional<String> name =
                DmaHeap.names().stream().filter(CONTIGUOUS::contains).findFirst();
        if (!KernelCondition.IN_VM) {
            assumeThat(name).as("a CMA heap").isPresent();
        }
        return name.orElseThrow(() -> new IllegalStateException("the test VM must have a CMA heap"));
    }
}
