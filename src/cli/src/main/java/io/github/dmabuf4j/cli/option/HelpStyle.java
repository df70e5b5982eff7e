// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.io.TerminalWidth;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The width and the colours of help. They are set when help is printed, since asking the terminal takes time. */
public final class HelpStyle {
    /** The least that picocli takes. */
    private static final int NARROWEST = 55;
    /** Longer lines of text are hard to read. */
    private static final int WIDEST = 100;

    private HelpStyle() {}

    /** Sets both for a command line and all its commands. */
    public static void apply(CommandLine main) {
        main.setUsageHelpWidth(Math.clamp(TerminalWidth.forText(), NARROWEST, WIDEST));
        main.setColorScheme(Help.defaultColorScheme(OutputOptions.areWanted() ? Help.Ansi.ON : Help.Ansi.OFF));
    }
}
