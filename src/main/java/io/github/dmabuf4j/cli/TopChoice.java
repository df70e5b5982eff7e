// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import java.util.List;

/**
 * What the user wants to see.
 *
 * @param view the table
 * @param sort the key of one of its columns
 */
record TopChoice(TopView view, String sort) {
    /** With the order that is usual there. */
    static TopChoice of(TopView view) {
        return new TopChoice(view, view.table().sort());
    }

    /** What a key chooses; this where it chooses nothing. */
    TopChoice pressed(int key) {
        for (TopView other : TopView.values()) {
            if (other.key() == key && other != view) {
                return of(other);
            }
        }
        int columns = view.table().keys().size();
        if (key >= '1' && key < '1' + columns) {
            return sortedBy(key - '1');
        }
        int column = view.table().keys().indexOf(sort);
        return switch (key) {
            case '<' -> sortedBy(Math.max(column - 1, 0));
            case '>' -> sortedBy(Math.min(column + 1, columns - 1));
            default -> this;
        };
    }

    private TopChoice sortedBy(int column) {
        List<String> keys = view.table().keys();
        return new TopChoice(view, keys.get(column));
    }
}
