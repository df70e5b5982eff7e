// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The columns of a process that holds a buffer, and of how it holds it. */
public final class HolderColumns {
    public static final Column<HoldingProcess> PID = Column.number("pid", HoldingProcess::pid);

    /** What a JVM runs, or the name of another process. */
    public static final Column<HoldingProcess> COMMAND = Column.text("command", HoldingProcess::title);

    /** The name of the effective user, or the number of one without a name. */
    public static final Column<HoldingProcess> USER = Column.text("user", HolderColumns::user);

    /** The short name of the container, the unit, or else the path of the control group. */
    public static final Column<HoldingProcess> CGROUP =
            Column.text("cgroup", process -> process.details().controlGroup().map(ControlGroup::name));

    public static final Column<HoldingProcess> CGROUP_PATH = Column.text(
            "cgroupPath", process -> process.details().controlGroup().map(ControlGroup::path));

    public static final Column<Holder> FDS = Column.text("fds", HolderColumns::fds);
    public static final Column<Holder> MAPPINGS =
            Column.number("mappings", holder -> holder.mappings().size());
    public static final Column<Holder> MAPPED_BYTES = Column.size("mappedBytes", Holder::mappedBytes);

    public static final List<Column<Holder>> ALL = List.of(
            PID.on(Holder::process),
            COMMAND.on(Holder::process),
            FDS,
            MAPPINGS,
            MAPPED_BYTES,
            USER.on(Holder::process),
            CGROUP.on(Holder::process));

    private HolderColumns() {}

    private static Optional<String> user(HoldingProcess process) {
        OptionalLong uid = process.details().uid();
        return process.details()
                .user()
                .or(() -> uid.isPresent() ? Optional.of(Long.toString(uid.getAsLong())) : Optional.empty());
    }

    private static String fds(Holder holder) {
        return holder.fds().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
