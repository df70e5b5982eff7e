// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import java.util.List;
import java.util.stream.Collectors;

/** The columns of a process that holds a buffer, and of how it holds it. */
public final class HolderColumns {
    public static final Column<HoldingProcess> PID = Column.number("pid", HoldingProcess::pid);
    public static final Column<HoldingProcess> COMMAND = Column.text("command", HoldingProcess::command);

    public static final Column<Holder> FDS = Column.text("fds", HolderColumns::fds);
    public static final Column<Holder> MAPPINGS =
            Column.number("mappings", holder -> holder.mappings().size());
    public static final Column<Holder> MAPPED_BYTES = Column.size("mappedBytes", Holder::mappedBytes);

    public static final List<Column<Holder>> ALL =
            List.of(PID.on(Holder::process), COMMAND.on(Holder::process), FDS, MAPPINGS, MAPPED_BYTES);

    private HolderColumns() {}

    private static String fds(Holder holder) {
        return holder.fds().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
