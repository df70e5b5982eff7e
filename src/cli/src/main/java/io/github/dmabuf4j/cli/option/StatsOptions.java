// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.MachineStats;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --source} of the commands that read the statistics. */
public final class StatsOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Read only this source: sysfs, debugfs or procfs; separate several with commas. Default: every"
                            + " source that this kernel offers to this user.")
    private List<String> sources = new ArrayList<>();

    /** Opens the chosen sources. */
    public MachineStats open() throws DmaBufException {
        if (sources.isEmpty()) {
            return MachineStats.open();
        }
        for (String name : sources) {
            if (!MachineStats.sourceNames().contains(name)) {
                throw new ParameterException(
                        command.commandLine(),
                        "--source " + name + ": the sources are " + String.join(", ", MachineStats.sourceNames()));
            }
        }
        return MachineStats.open(new LinkedHashSet<>(sources));
    }
}
