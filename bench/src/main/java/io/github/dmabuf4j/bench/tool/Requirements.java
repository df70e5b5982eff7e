// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.bench.Figure;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.SysfsStats;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What jobs need of the kernel and of the library. Each is tried once. */
final class Requirements {
    private static final long ANY_SIZE = 4096;

    private final Map<String, Optional<String>> missing = new HashMap<>();

    /** Returns why a job cannot run here; empty if it can. */
    Optional<String> missingFor(Job job) {
        return job.needs().stream()
                .flatMap(need -> missing.computeIfAbsent(need, Requirements::missing).stream())
                .findFirst();
    }

    private static Optional<String> missing(String need) {
        try {
            return need.equals(Figure.ATTACHMENTS) ? missingAttachments() : missingSource(need);
        } catch (DmaBufException failure) {
            return Optional.of(failure.getMessage());
        }
    }

    private static Optional<String> missingSource(String name) throws DmaBufException {
        if (!MachineStats.sourceNames().contains(name)) {
            return Optional.of("the library has no source " + name);
        }
        MachineStats.open(Set.of(name)).close();
        return Optional.empty();
    }

    /** Reads the statistics while a buffer exists, because only an entry shows whether attachments are reported. */
    @SuppressWarnings("try") // the resources are used by their existence
    private static Optional<String> missingAttachments() throws DmaBufException {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(ANY_SIZE)) {
            boolean reported = SysfsStats.open().read().capabilities().contains(StatsCapability.DEVICES);
            return reported ? Optional.empty() : Optional.of("this kernel does not report attachments");
        }
    }
}
