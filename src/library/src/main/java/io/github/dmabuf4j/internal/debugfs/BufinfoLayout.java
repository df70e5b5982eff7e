// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which columns the rows of a bufinfo have, by its heading. Unknown columns are skipped.
 *
 * @param row matches the columns before the name, from the start of the line on
 * @param isUsual whether the columns are those of Linux 5.3 to 7.3
 * @param columnsAfterName how many columns follow the name
 * @param end where the heading ends in the text
 */
record BufinfoLayout(Pattern row, boolean isUsual, int columnsAfterName, int end) {
    private static final Pattern HEADING = Pattern.compile("(?:\\A|\n)(size *\t[^\n]*)\n");

    private static final String NAME = "name";

    /**
     * The numbers have at least 8 digits each: so a name of 31 bytes, or a timeline, is too short to forge a row. If one of
     * these columns were missing, it would be long enough.
     */
    private static final Map<String, String> NEEDED = Map.of(
            "size", "(?<size>[0-9]{8,})",
            "flags", "[0-9a-f]{8,}",
            "mode", "[0-9a-f]{8,}",
            "count", "(?<count>[0-9]{8,})",
            "exp_name", "(?<exporter>[^\t\n]+)",
            "ino", "(?<inode>[0-9]{8,})");

    private static final List<String> USUAL = List.of("size", "flags", "mode", "count", "exp_name", "ino");

    private static final String ANY = "[^\t\n]*";

    /** Empty if the text begins in another way, or a needed column is missing: before Linux 5.3. */
    static Optional<BufinfoLayout> of(String text) {
        Matcher heading = HEADING.matcher(text);
        if (!heading.find()) {
            return Optional.empty();
        }
        List<String> columns = Arrays.stream(heading.group(1).split("\t", -1))
                .map(String::strip)
                .toList();
        // Linux 5.3 to 5.19 have the name as the last column, without a heading.
        int name = columns.contains(NAME) ? columns.indexOf(NAME) : columns.size();
        List<String> before = columns.subList(0, name);
        if (!before.containsAll(NEEDED.keySet()) || before.stream().distinct().count() != name) {
            return Optional.empty();
        }
        int after = Math.max(0, columns.size() - name - 1);
        boolean isUsual = before.equals(USUAL) && after == 0;
        return Optional.of(new BufinfoLayout(row(before), isUsual, after, heading.end()));
    }

    private static Pattern row(List<String> columns) {
        String fields =
                columns.stream().map(column -> NEEDED.getOrDefault(column, ANY)).collect(Collectors.joining("\t"));
        return Pattern.compile(fields + "\t");
    }
}
