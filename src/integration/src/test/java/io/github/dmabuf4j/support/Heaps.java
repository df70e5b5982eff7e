// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import java.util.List;
import java.util.Optional;

/** The heaps that a test needs beside {@code system}. */
public final class Heaps {
    /** What kernels have called it, up to 6.16 and from 6.17 on. */
    private static final List<String> CONTIGUOUS =
            List.of("reserved", "linux,cma", "default-pool", "default_cma_region");

    private Heaps() {}

    /** The heap of contiguous memory, which the test VM must have; elsewhere the test is skipped without it. */
    public static String contiguous() throws DmaBufException {
        Optional<String> name =
                DmaHeap.names().stream().filter(CONTIGUOUS::contains).findFirst();
        if (!KernelCondition.IN_VM) {
            assumeThat(name).as("a CMA heap").isPresent();
        }
        return name.orElseThrow(() -> new IllegalStateException("the test VM must have a CMA heap"));
    }
}
