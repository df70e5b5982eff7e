// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The row that is highlighted, and which rows fit in the window. At first it is the first row, whichever that is. Once the user has
 * moved it, it stays at its row, wherever that is sorted to; if the row vanishes, it is at the one that takes its place.
 */
final class TopCursor {
    private @Nullable TopView view;
    private List<Object> rows = List.of();
    private @Nullable Object followed;
    private int index;
    private int first;
    private int room = 1;

    /** Places the cursor before the rows are drawn: {@code wanted} are their identities, of which {@code fitting} fit. */
    void place(TopView shown, List<Object> wanted, int fitting) {
        if (shown != view) {
            view = shown;
            followed = null;
            index = 0;
        }
        rows = wanted;
        room = Math.max(1, fitting);
        int same = followed == null ? -1 : rows.indexOf(followed);
        index = same >= 0 ? same : within(index);
        if (followed != null && !rows.isEmpty()) {
            followed = rows.get(index);
        }
        int last = Math.max(0, rows.size() - room);
        first = Math.clamp(first, Math.max(0, index - room + 1), Math.min(index, last));
    }

    private int within(int wanted) {
        return Math.clamp(wanted, 0, Math.max(0, rows.size() - 1));
    }

    /** Moves by a key; returns whether it has a meaning here. */
    boolean pressed(int key) {
        switch (key) {
            case 'k', TerminalKeys.UP -> index = within(index - 1);
            case 'j', TerminalKeys.DOWN -> index = within(index + 1);
            case TerminalKeys.PAGE_UP -> index = within(index - room);
            case TerminalKeys.PAGE_DOWN -> index = within(index + room);
            case TerminalKeys.HOME -> index = 0;
            case TerminalKeys.END -> index = within(rows.size());
            default -> {
                return false;
            }
        }
        follow();
        // At the top again, it is at the first row, whichever that is.
        if (key == TerminalKeys.HOME) {
            followed = null;
        }
        return true;
    }

    /** Stays at this row from now on; returns false where there is none. */
    boolean follow() {
        followed = rows.isEmpty() ? null : rows.get(index);
        return followed != null;
    }

    /** The row that it stays at. */
    Optional<Object> row() {
        return Optional.ofNullable(followed);
    }

    /** The number of its row, from 0 on. */
    int index() {
        return index;
    }

    /** The number of the first row that is in the window. */
    int first() {
        return first;
    }

    /** The number of the row after the last that is in the window. */
    int end() {
        return Math.min(rows.size(), first + room);
    }
}
