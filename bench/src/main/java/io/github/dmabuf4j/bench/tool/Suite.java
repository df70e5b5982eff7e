// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.bench.AccessScope;
import io.github.dmabuf4j.bench.Allocation;
import io.github.dmabuf4j.bench.BpfReading;
import io.github.dmabuf4j.bench.BufferCalls;
import io.github.dmabuf4j.bench.BufferList;
import io.github.dmabuf4j.bench.CheapestCall;
import io.github.dmabuf4j.bench.CommandLineStart;
import io.github.dmabuf4j.bench.FillScope;
import io.github.dmabuf4j.bench.FrameExchange;
import io.github.dmabuf4j.bench.JnaAllocation;
import io.github.dmabuf4j.bench.LookUp;
import io.github.dmabuf4j.bench.MachineSnapshot;
import io.github.dmabuf4j.bench.Refresh;
import io.github.dmabuf4j.bench.RefreshChanged;
import io.github.dmabuf4j.bench.SnapshotMemory;
import io.github.dmabuf4j.bench.SnapshotOfAll;
import io.github.dmabuf4j.bench.SyncScope;
import java.util.List;

/** Benchmarks that one run measures, in the order of the table. */
enum Suite {
    /** Operations on one buffer, and the statistics of sysfs. */
    OPERATIONS(
            "",
            List.of(
                    Allocation.class,
                    JnaAllocation.class,
                    AccessScope.class,
                    SyncScope.class,
                    FillScope.class,
                    LookUp.class,
                    SnapshotOfAll.class,
                    Refresh.class,
                    RefreshChanged.class,
                    BufferCalls.class,
                    FrameExchange.class,
                    CheapestCall.class)),

    /** The statistics of the whole machine, by each of their sources; and the cheapest scope, which has no place of its own. */
    MACHINE(
            "-machine",
            List.of(
                    MachineSnapshot.class,
                    BpfReading.class,
                    BufferList.class,
                    SyncScope.class,
                    CommandLineStart.class,
                    SnapshotMemory.class));

    private final String suffix;
    private final List<Class<?>> types;

    Suite(String suffix, List<Class<?>> types) {
        this.suffix = suffix;
        this.types = types;
    }

    /** What the names of the results' files have behind the mode. */
    String suffix() {
        return suffix;
    }

    /** The classes of the benchmarks. */
    List<Class<?>> types() {
        return types;
    }
}
