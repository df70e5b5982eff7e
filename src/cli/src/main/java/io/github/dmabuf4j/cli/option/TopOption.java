// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --top} of the commands that publish metrics. */
public final class TopOption {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "Publish the N processes and the N control groups with the largest PSS, and the sum of all"
                    + " others as one, called other. Default: ${DEFAULT-VALUE}.")
    private int count;

    /** How many have metrics of their own. */
    public int count() {
        if (count < 0) {
            throw new ParameterException(
                    command.commandLine(), "--top " + count + ": give 0, or how many have metrics of their own");
        }
        return count;
    }
}
