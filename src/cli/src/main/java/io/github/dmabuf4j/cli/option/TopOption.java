// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --top} of the commands that publish metrics. */
public final class TopOption {
    private final Function<String, ParameterException> badUsage;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "Publish the N processes and the N control groups with the largest PSS, and the sum of all"
                    + " others as one, called other. Default: ${DEFAULT-VALUE}.")
    private int count;

    /**
     * Creates the options of a command.
     *
     * @param badUsage makes its exception for wrong arguments of a sentence
     */
    public TopOption(Function<String, ParameterException> badUsage) {
        this.badUsage = badUsage;
    }

    /** How many have metrics of their own. */
    public int count() {
        if (count < 0) {
            throw badUsage.apply("--top " + count + ": give 0, or how many have metrics of their own");
        }
        return count;
    }
}
