// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.ProcessUsage;
import java.util.List;
import java.util.stream.Stream;

/** The columns of processes that hold buffers. */
public final class ProcessColumns {
    public static final Column<ProcessUsage> PID = HolderColumns.PID.on(ProcessUsage::process);
    public static final Column<ProcessUsage> COMMAND = HolderColumns.COMMAND.on(ProcessUsage::process);
    public static final Column<ProcessUsage> BUFFERS = Column.number("buffers", ProcessUsage::buffers);
    public static final Column<ProcessUsage> FDS = Column.number("fds", ProcessUsage::fds);
    public static final Column<ProcessUsage> MAPPINGS = Column.number("mappings", ProcessUsage::mappings);
    public static final Column<ProcessUsage> MAPPED_BYTES = Column.size("mappedBytes", ProcessUsage::mappedBytes);
    public static final Column<ProcessUsage> RSS = Column.size("rss", ProcessUsage::rss);
    public static final Column<ProcessUsage> PSS = Column.size("pss", ProcessUsage::pss);
    public static final Column<ProcessUsage> USER = HolderColumns.USER.on(ProcessUsage::process);
    public static final Column<ProcessUsage> CGROUP = HolderColumns.CGROUP.on(ProcessUsage::process);
    public static final Column<ProcessUsage> CGROUP_PATH = HolderColumns.CGROUP_PATH.on(ProcessUsage::process);

    /** Those that fit on a screen. */
    public static final List<Column<ProcessUsage>> SHOWN =
            List.of(PID, COMMAND, BUFFERS, FDS, MAPPINGS, MAPPED_BYTES, RSS, PSS, USER, CGROUP);

    public static final List<Column<ProcessUsage>> ALL =
            Stream.concat(SHOWN.stream(), Stream.of(CGROUP_PATH)).toList();

    private ProcessColumns() {}
}
