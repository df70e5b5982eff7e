// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Columns;
import io.github.dmabuf4j.cli.text.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of listings that choose what is printed of each row. */
public final class ColumnOptions {
    /** Before the first name: the columns are added to the usual ones. */
    private static final String ADDED = "+";

    private final Function<String, ParameterException> badUsage;

    @Option(
            names = {"-o", "--columns"},
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "Print these columns, in this order; separate several with commas. With + in front, print them after"
                            + " the usual ones: -o +COLUMN.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the first column alone, a line each, for scripts; notes go to stderr.")
    private boolean quiet;

    /**
     * Creates the options of a command.
     *
     * @param badUsage makes its exception for wrong arguments of a sentence
     */
    public ColumnOptions(Function<String, ParameterException> badUsage) {
        this.badUsage = badUsage;
    }

    /** Whether only what names each row is to be printed. */
    public boolean isQuiet() {
        if (quiet && !keys.isEmpty()) {
            throw badUsage.apply("-q and -o contradict each other: give one of them");
        }
        return quiet;
    }

    /** Whether the user has chosen columns. */
    public boolean hasChosen() {
        return !keys.isEmpty();
    }

    /** Whether the user has chosen the column of this name. */
    public boolean hasChosen(String key) {
        return keys.stream().anyMatch(chosen -> chosen.equalsIgnoreCase(key) || chosen.equalsIgnoreCase(ADDED + key));
    }

    /** The columns that the user has chosen, or the usual ones. */
    public <T> List<Column<T>> of(Columns<T> columns) {
        if (keys.isEmpty()) {
            return columns.usual();
        }
        List<Column<T>> chosen = new ArrayList<>();
        boolean areAdded = keys.get(0).startsWith(ADDED);
        if (areAdded) {
            chosen.addAll(columns.usual());
        }
        for (String key : keys) {
            chosen.add(column(columns, areAdded && key.startsWith(ADDED) ? key.substring(1) : key));
        }
        return chosen;
    }

    private <T> Column<T> column(Columns<T> columns, String key) {
        return columns.named(key)
                .orElseThrow(() -> badUsage.apply("-o " + key + ": the columns are " + String.join(", ", columns.keys())
                        + DidYouMean.clause(key, columns.keys())));
    }

    /**
     * The members of a row in JSON: all, or those that the user has chosen.
     *
     * @param whole all members; where one has the name of a column, it is taken in place of the text of the column
     */
    public <T> Map<String, Object> document(Columns<T> columns, T row, Map<String, Object> whole) {
        if (keys.isEmpty()) {
            return whole;
        }
        Map<String, Object> document = new LinkedHashMap<>(Column.document(of(columns), row));
        document.replaceAll((key, value) -> whole.getOrDefault(key, value));
        return document;
    }
}
