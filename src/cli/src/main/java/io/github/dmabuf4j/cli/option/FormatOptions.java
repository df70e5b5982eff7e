// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The options {@code --json}, {@code --csv} and {@code --csv-safe}: a group of which at most one can be given. */
public final class FormatOptions {
    /** How a cell begins that a spreadsheet evaluates, also with the wide forms of the signs. */
    private static final String FORMULA_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--csv",
            description =
                    "Print CSV (RFC 4180), sizes in bytes. A spreadsheet evaluates texts that begin like a formula"
                            + " (see --csv-safe).")
    private boolean csv;

    @Option(
            names = "--csv-safe",
            description = "Print CSV for a spreadsheet: a text that begins with = + - @ gets an apostrophe in"
                    + " front, so that it is not evaluated as a formula.")
    private boolean csvSafe;

    public boolean json() {
        return json;
    }

    public boolean csv() {
        return csv || csvSafe;
    }

    /** What becomes of the texts of a CSV cell. */
    public UnaryOperator<String> csvTexts() {
        return csvSafe ? FormatOptions::notFormula : UnaryOperator.identity();
    }

    private static String notFormula(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }
}
