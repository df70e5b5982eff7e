// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.ProcessUsage;
import java.util.List;

/** The columns of processes that hold buffers. */
public final class ProcessColumns {
    public static final Column<ProcessUsage> PID =
            Column.number("pid", usage -> usage.process().pid());
    public static final Column<ProcessUsage> COMMAND =
            Column.text("command", usage -> usage.process().command());
    public static final Column<ProcessUsage> BUFFERS = Column.number("buffers", ProcessUsage::buffers);
    public static final Column<ProcessUsage> FDS = Column.number("fds", ProcessUsage::fds);
    public static final Column<ProcessUsage> MAPPINGS = Column.number("mappings", ProcessUsage::mappings);
    public static final Column<ProcessUsage> MAPPED_BYTES = Column.size("mappedBytes", ProcessUsage::mappedBytes);
    public static final Column<ProcessUsage> RSS = Column.size("rss", ProcessUsage::rss);
    public static final Column<ProcessUsage> PSS = Column.size("pss", ProcessUsage::pss);

    public static final List<Column<ProcessUsage>> ALL =
            List.of(PID, COMMAND, BUFFERS, FDS, MAPPINGS, MAPPED_BYTES, RSS, PSS);

    private ProcessColumns() {}
}
