// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.util.List;

/** The buffers that at least one of these processes holds. */
record HeldBy(List<Integer> pids) implements Condition {
    @Override
    public String option() {
        return "pid";
    }

    @Override
    public Object value() {
        return pids;
    }

    @Override
    public StatsCapability needed() {
        return StatsCapability.HOLDERS;
    }

    @Override
    public boolean admits(BufferInfo buffer) {
        return buffer.holders().stream().map(Holder::process).anyMatch(this::admits);
    }

    @Override
    public boolean admits(HoldingProcess process) {
        return pids.contains(process.pid());
    }

    @Override
    public List<String> hints(Snapshot all) {
        List<Integer> holding =
                all.processes().stream().map(usage -> usage.process().pid()).toList();
        return pids.stream()
                .filter(pid -> !holding.contains(pid))
                .map(pid -> "process " + pid + " was not seen to hold a buffer; 'dmabuf ps' lists those that do")
                .toList();
    }
}
