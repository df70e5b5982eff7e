// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which columns the rows of a bufinfo have, as its heading says. Columns that are not known are skipped.
 *
 * @param row what is before the name in a row, from the start of its line on
 * @param columnsAfterName how many columns follow the name
 * @param end where the heading ends in the text
 */
record BufinfoLayout(Pattern row, int columnsAfterName, int end) {
    private static final Pattern HEADING = Pattern.compile("(?:\\A|\n)(size *\t[^\n]*)\n");

    private static final String NAME = "name";

    /**
     * All of these have at least 8 digits: a name of 31 bytes, or a timeline, is too short to forge a row. Without any of them
     * it would not be.
     */
    private static final Map<String, String> NEEDED = Map.of(
            "size", "(?<size>[0-9]{8,})",
            "flags", "[0-9a-f]{8,}",
            "mode", "[0-9a-f]{8,}",
            "count", "(?<count>[0-9]{8,})",
            "exp_name", "(?<exporter>[^\t\n]+)",
            "ino", "(?<inode>[0-9]{8,})");

    private static final String ANY = "[^\t\n]*";

    /** Empty where the text begins otherwise, or the columns are not enough: before Linux 5.3. */
    static Optional<BufinfoLayout> of(String text) {
        Matcher heading = HEADING.matcher(text);
        if (!heading.find()) {
            return Optional.empty();
        }
        List<String> columns = Arrays.stream(heading.group(1).split("\t", -1))
                .map(String::strip)
                .toList();
        // Linux 5.3 to 5.19 have the name and no heading for it.
        int name = columns.contains(NAME) ? columns.indexOf(NAME) : columns.size();
        List<String> before = columns.subList(0, name);
        return before.containsAll(NEEDED.keySet()) && before.stream().distinct().count() == name
                ? Optional.of(new BufinfoLayout(row(before), Math.max(0, columns.size() - name - 1), heading.end()))
                : Optional.empty();
    }

    private static Pattern row(List<String> columns) {
        String fields =
                columns.stream().map(column -> NEEDED.getOrDefault(column, ANY)).collect(Collectors.joining("\t"));
        return Pattern.compile(fields + "\t");
    }
}
