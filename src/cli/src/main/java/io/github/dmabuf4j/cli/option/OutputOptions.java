// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.TextStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for printed text: sizes for people or in bytes, colours or none. */
public final class OutputOptions {
    @Option(
            names = "--human",
            negatable = true,
            description =
                    "Print sizes in KiB, MiB or GiB, or with --no-human in bytes. Default: --human on a terminal.")
    private @Nullable Boolean human;

    @Option(
            names = "--no-color",
            description = "Print no colours. The environment variable NO_COLOR has the same effect.")
    private boolean noColor;

    public SizeFormat sizes() {
        boolean forPeople = human == null ? StandardOutput.isTerminal() : human;
        return forPeople ? SizeFormat.HUMAN : SizeFormat.BYTES;
    }

    /** Colours are printed only on a terminal, unless the user has turned them off (no-color.org). */
    public TextStyle style() {
        String refused = System.getenv("NO_COLOR");
        return new TextStyle(!noColor && (refused == null || refused.isEmpty()) && StandardOutput.isTerminal());
    }
}
