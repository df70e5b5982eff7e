// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Gathers the descriptors and mappings by which a process holds a buffer. */
final class BpfHolder {
    private final HoldingProcess process;
    private List<Integer> fds = List.of();
    private List<MappedRange> mappings = List.of();

    BpfHolder(HoldingProcess process) {
        this.process = process;
    }

    /** Whether it is of that process. Its name may have changed. */
    boolean isOf(HoldingProcess other) {
        return process.pid() == other.pid() && process.startTicks() == other.startTicks();
    }

    void addFd(int fd) {
        fds = plus(fds, fd);
    }

    void addMapping(MappedRange range) {
        mappings = plus(mappings, range);
    }

    /** Most have one. */
    private static <T> List<T> plus(List<T> known, T one) {
        if (known.isEmpty()) {
            return List.of(one);
        }
        List<T> more = known.size() == 1 ? new ArrayList<>(known) : known;
        more.add(one);
        return more;
    }

    Holder toHolder() {
        // Threads may have tables of their own with the same descriptors.
        return new Holder(process, fds.size() < 2 ? fds : List.copyOf(new TreeSet<>(fds)), mappings);
    }
}
