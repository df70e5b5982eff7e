// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the user has chosen to see.
 *
 * @param view the table
 * @param sort the key of the column to sort by
 * @param notes the page of notes to show instead of the table: 0 is the first, -1 the last; empty for the table
 */
public record TopChoice(TopView view, String sort, OptionalInt notes) {
    /** The key that shows the notes. */
    static final char NOTES = 'n';

    public TopChoice(TopView view, String sort) {
        this(view, sort, OptionalInt.empty());
    }

    /** A view, sorted by its default column. */
    public static TopChoice of(TopView view) {
        return new TopChoice(view, view.usualSort());
    }

    /** The choice after a key was pressed; this one where the key has no meaning. */
    TopChoice pressed(int key) {
        for (TopView other : TopView.values()) {
            if (other.key() == key) {
                return other == view ? new TopChoice(view, sort) : of(other);
            }
        }
        return notes.isPresent() ? pressedAtNotes(key, notes.getAsInt()) : pressedAtTable(key);
    }

    private TopChoice pressedAtNotes(int key, int page) {
        return switch (key) {
            case NOTES -> new TopChoice(view, sort);
            case '<' -> new TopChoice(view, sort, OptionalInt.of(page - 1));
            case '>' -> new TopChoice(view, sort, OptionalInt.of(page + 1));
            default -> this;
        };
    }

    private TopChoice pressedAtTable(int key) {
        int columns = view.keys().size();
        if (key >= '1' && key < '1' + columns) {
            return sortedBy(key - '1');
        }
        int column = view.keys().indexOf(sort);
        return switch (key) {
            case NOTES -> new TopChoice(view, sort, OptionalInt.of(0));
            case '<' -> sortedBy(Math.max(column - 1, 0));
            case '>' -> sortedBy(Math.min(column + 1, columns - 1));
            default -> this;
        };
    }

    private TopChoice sortedBy(int column) {
        List<String> keys = view.keys();
        return new TopChoice(view, keys.get(column));
    }
}
