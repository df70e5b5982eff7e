// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import java.util.List;

/**
 * What the user has chosen to see.
 *
 * @param view the table
 * @param sort the key of the column to sort by
 * @param filter the text that rows must contain
 * @param page the table, or a text in its place
 */
public record TopChoice(TopView view, String sort, TopFilter filter, TopPage page) {
    public TopChoice(TopView view, String sort) {
        this(view, sort, TopFilter.NONE, TopPage.TABLE);
    }

    /** A view, sorted by its default column. */
    public static TopChoice of(TopView view) {
        return new TopChoice(view, view.usualSort());
    }

    /** Whether the table is shown, and keys have their meaning there. */
    boolean isTableWithKeys() {
        return page.isTable() && !filter.typing();
    }

    /** Whether the key for that does not mean something else. */
    boolean canReadNow() {
        return page.kind() != TopPage.Kind.KEYS && !filter.typing();
    }

    /** Whether a key shows the row of the cursor. */
    boolean opensRow(int key) {
        return isTableWithKeys() && (key == TerminalKeys.ENTER || key == TerminalKeys.LINE_FEED);
    }

    /** The choice after a key was pressed; this one where the key has no meaning. */
    TopChoice pressed(int key) {
        if (filter.typing()) {
            return with(filter.typed(key));
        }
        if (page.kind() == TopPage.Kind.KEYS) {
            return with(page.pressed(key));
        }
        for (TopView other : TopView.values()) {
            if (other.key() == key) {
                return other == view ? with(TopPage.TABLE) : of(other).with(filter);
            }
        }
        return page.isTable() ? pressedAtTable(key) : with(page.pressed(key));
    }

    private TopChoice pressedAtTable(int key) {
        int columns = view.keys().size();
        if (key >= '1' && key < '1' + columns) {
            return sortedBy(key - '1');
        }
        int column = view.keys().indexOf(sort);
        if (opensRow(key)) {
            return with(TopPage.of(TopPage.Kind.ROW));
        }
        return switch (key) {
            case TopKeys.KEYS -> with(TopPage.of(TopPage.Kind.KEYS));
            case TopKeys.NOTES -> with(TopPage.of(TopPage.Kind.NOTES));
            case TopKeys.SOURCES -> with(TopPage.of(TopPage.Kind.SOURCES));
            case TopKeys.FILTER -> with(filter.startTyping());
            case TerminalKeys.ESCAPE -> with(TopFilter.NONE);
            case '<', TerminalKeys.LEFT -> sortedBy(Math.max(column - 1, 0));
            case '>', TerminalKeys.RIGHT -> sortedBy(Math.min(column + 1, columns - 1));
            default -> this;
        };
    }

    private TopChoice sortedBy(int column) {
        List<String> keys = view.keys();
        return new TopChoice(view, keys.get(column), filter, page);
    }

    private TopChoice with(TopFilter other) {
        return new TopChoice(view, sort, other, page);
    }

    private TopChoice with(TopPage other) {
        return new TopChoice(view, sort, filter, other);
    }
}
