// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.text.DidYouMean;
import io.github.dmabuf4j.stats.MachineStats;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --source} of the commands that read the statistics. */
public final class StatsOptions {
    private final Function<String, ParameterException> badUsage;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Read only this source: bpf, sysfs, debugfs or procfs; separate several with commas. Default: those"
                            + " that this kernel offers to this user, as far as they add something. show reads all.")
    private List<String> sources = new ArrayList<>();

    /**
     * Creates the options of a command.
     *
     * @param badUsage makes its exception for wrong arguments of a sentence
     */
    public StatsOptions(Function<String, ParameterException> badUsage) {
        this.badUsage = badUsage;
    }

    /** Opens the chosen sources, or those that add something. */
    public MachineStats open() throws DmaBufException {
        return sources.isEmpty() ? MachineStats.open() : openChosen();
    }

    /** Opens the chosen sources, or all. */
    public MachineStats openAll() throws DmaBufException {
        return sources.isEmpty() ? MachineStats.openAll() : openChosen();
    }

    private MachineStats openChosen() throws DmaBufException {
        for (String name : sources) {
            if (!MachineStats.sourceNames().contains(name)) {
                throw badUsage.apply(
                        "--source " + name + ": the sources are " + String.join(", ", MachineStats.sourceNames())
                                + DidYouMean.clause(name, MachineStats.sourceNames()));
            }
        }
        return MachineStats.open(new LinkedHashSet<>(sources));
    }
}
