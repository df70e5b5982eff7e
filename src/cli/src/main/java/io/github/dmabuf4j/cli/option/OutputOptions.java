// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.TextStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for printed text: sizes for people or in bytes, colours or none. */
public final class OutputOptions {
    /** When colours are printed. */
    enum When {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Option(
            names = "--human",
            negatable = true,
            description =
                    "Print sizes in KiB, MiB or GiB, or with --no-human in bytes. Default: --human on a terminal.")
    private @Nullable Boolean human;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description =
                    "Print colours: always, as for 'less -R', never, or auto: on a terminal, unless the environment"
                            + " variable NO_COLOR is set and not empty. Default: ${DEFAULT-VALUE}.")
    private When color = When.AUTO;

    @Option(names = "--no-color", description = "The same as --color never.")
    private boolean noColor;

    public SizeFormat sizes() {
        boolean forPeople = human == null ? StandardOutput.isTerminal() : human;
        return forPeople ? SizeFormat.HUMAN : SizeFormat.BYTES;
    }

    public TextStyle style() {
        boolean always = color == When.ALWAYS || (color == When.AUTO && areWanted());
        return new TextStyle(always && !noColor);
    }

    /** Whether colours are printed where no option says so: on a terminal, unless the user has turned them off (no-color.org). */
    static boolean areWanted() {
        String refused = System.getenv("NO_COLOR");
        return (refused == null || refused.isEmpty()) && StandardOutput.isTerminal();
    }
}
