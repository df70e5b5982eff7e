// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.stats.SysfsStats;
import java.util.List;
import java.util.Optional;

/** What this kernel, or this user on it, lacks: a clause that says so, or empty where it is there. */
final class Missing {
    private Missing() {}

    static Optional<String> heaps() throws DmaBufException {
        return DmaHeap.names().isEmpty() ? Optional.of(kernel() + " has no DMA heaps") : Optional.empty();
    }

    static Optional<String> usableHeap() throws DmaBufException {
        List<String> names = DmaHeap.names();
        boolean usable = names.stream().anyMatch(name -> problemOf(name).isEmpty());
        if (names.isEmpty() || usable) {
            return heaps();
        }
        return Optional.of("this user may open none of the DMA heaps " + String.join(", ", names));
    }

    static Optional<String> statistics() {
        try {
            SysfsStats.open();
            return Optional.empty();
        } catch (DmaBufException missing) {
            return Optional.of(kernel() + " has no DMA-BUF statistics");
        }
    }

    /** Why a heap cannot be opened; empty where it can. */
    static Optional<String> problemOf(String heap) {
        try {
            DmaHeap.open(heap).close();
            return Optional.empty();
        } catch (DmaBufException problem) {
            return Optional.of(String.valueOf(problem.getMessage()));
        }
    }

    private static String kernel() {
        return "this kernel (Linux " + System.getProperty("os.version") + ")";
    }
}
