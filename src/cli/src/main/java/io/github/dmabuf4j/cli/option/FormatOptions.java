// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The options {@code --json}, {@code --csv} and {@code --csv-safe}, of which at most one can be given. */
public final class FormatOptions {
    /** A spreadsheet evaluates a cell that begins with one of these, or with their wide forms. */
    private static final String FORMULA_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--csv",
            description = "Print CSV (RFC 4180), sizes in bytes. For a spreadsheet, which would evaluate some names as"
                    + " formulas, use --csv-safe.")
    private boolean csv;

    @Option(
            names = "--csv-safe",
            description =
                    "Print CSV for a spreadsheet: a text that begins with = + - or @ is prefixed with an apostrophe, so"
                            + " that it is not evaluated as a formula.")
    private boolean csvSafe;

    public boolean json() {
        return json;
    }

    public boolean csv() {
        return csv || csvSafe;
    }

    /** Applied to the text of each CSV cell. */
    public UnaryOperator<String> csvTexts() {
        return csvSafe ? FormatOptions::notFormula : UnaryOperator.identity();
    }

    private static String notFormula(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }
}
