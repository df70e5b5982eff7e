// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns of a listing.
 *
 * @param usual those that it has where the user has not chosen any
 * @param more those that can be chosen too
 */
public record Columns<T>(List<Column<T>> usual, List<Column<T>> more) {

    /** The names of all. */
    public List<String> keys() {
        return Stream.concat(usual.stream(), more.stream()).map(Column::key).toList();
    }

    /** The column of this name, in upper or lower case; empty where there is none. */
    public Optional<Column<T>> named(String key) {
        return Stream.concat(usual.stream(), more.stream())
                .filter(column -> column.key().equalsIgnoreCase(key))
                .findFirst();
    }
}
