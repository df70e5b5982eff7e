// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.TextStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How text is printed: sizes for people or in bytes, with colours or without. */
public final class OutputOptions {
    @Option(
            names = "--human",
            negatable = true,
            description = "Print sizes in KiB, MiB, GiB; --no-human: in bytes. Default: --human on a terminal.")
    private @Nullable Boolean human;

    @Option(names = "--no-color", description = "No colours; likewise where the environment has NO_COLOR.")
    private boolean noColor;

    public SizeFormat sizes() {
        boolean forPeople = human == null ? StandardOutput.isTerminal() : human;
        return forPeople ? SizeFormat.HUMAN : SizeFormat.BYTES;
    }

    /** Colours on a terminal alone, unless the user wants none: no-color.org. */
    public TextStyle style() {
        String refused = System.getenv("NO_COLOR");
        return new TextStyle(!noColor && (refused == null || refused.isEmpty()) && StandardOutput.isTerminal());
    }
}
