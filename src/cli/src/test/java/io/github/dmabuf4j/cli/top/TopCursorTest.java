// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopCursorTest {
    private final TopCursor cursor = new TopCursor();

    private void place(int room, Object... rows) {
        cursor.place(TopView.BUFFERS, List.of(rows), room);
    }

    private void press(int... keys) {
        for (int key : keys) {
            assertThat(cursor.pressed(key)).isTrue();
        }
    }

    @Test
    void itIsAtTheFirstRowUntilItIsMoved() {
        place(5, "a", "b", "c");
        assertThat(cursor.index()).isZero();
        assertThat(cursor.row()).isEmpty();
        place(5, "c", "a", "b");
        assertThat(cursor.index()).as("not at a").isZero();
    }

    @Test
    void onceMovedItStaysAtItsRow() {
        place(5, "a", "b", "c");
        press('j');
        assertThat(cursor.row()).hasValue("b");
        place(5, "c", "a", "b");
        assertThat(cursor.index()).isEqualTo(2);
        press(TerminalKeys.UP, 'k', 'k', 'k');
        assertThat(cursor.row()).hasValue("c");
    }

    @Test
    void aRowThatVanishesLeavesItAtTheNext() {
        place(5, "a", "b", "c");
        press(TerminalKeys.DOWN);
        place(5, "a", "c");
        assertThat(cursor.row()).hasValue("c");
        place(5, "a");
        assertThat(cursor.row()).hasValue("a");
        place(5);
        assertThat(cursor.index()).isZero();
        assertThat(cursor.end()).isZero();
        assertThat(cursor.follow()).isFalse();
        place(5, "x", "y");
        assertThat(cursor.index()).isZero();
        assertThat(cursor.end()).isEqualTo(2);
    }

    @Test
    void itsRowIsAlwaysInTheWindow() {
        Object[] rows = IntStream.range(0, 100).boxed().toArray();
        place(10, rows);
        press(TerminalKeys.PAGE_DOWN);
        place(10, rows);
        assertThat(List.of(cursor.first(), cursor.index(), cursor.end())).containsExactly(1, 10, 11);
        press(TerminalKeys.END);
        place(10, rows);
        assertThat(List.of(cursor.first(), cursor.index(), cursor.end())).containsExactly(90, 99, 100);
        press('k');
        place(10, rows);
        assertThat(List.of(cursor.first(), cursor.index()))
                .as("no need to scroll")
                .containsExactly(90, 98);
        place(3, rows);
        assertThat(List.of(cursor.first(), cursor.index(), cursor.end())).containsExactly(96, 98, 99);
        place(200, rows);
        assertThat(List.of(cursor.first(), cursor.index(), cursor.end())).containsExactly(0, 98, 100);
        place(-3, rows);
        assertThat(List.of(cursor.first(), cursor.index(), cursor.end())).containsExactly(98, 98, 99);
        press(TerminalKeys.HOME);
        place(10, rows);
        assertThat(List.of(cursor.first(), cursor.index(), cursor.end())).containsExactly(0, 0, 10);
        assertThat(cursor.row()).isEmpty();
    }

    @Test
    void anotherViewBeginsAtItsFirstRow() {
        place(5, "a", "b", "c");
        press('j');
        cursor.place(TopView.DEVICES, List.of("b", "a"), 5);
        assertThat(cursor.index()).isZero();
        assertThat(cursor.row()).isEmpty();
    }

    @Test
    void otherKeysDoNotMoveIt() {
        place(5, "a", "b");
        for (int key : List.of((int) 'q', (int) ' ', TerminalKeys.NONE, TerminalKeys.LEFT, TerminalKeys.ENTER)) {
            assertThat(cursor.pressed(key)).isFalse();
        }
        assertThat(cursor.row()).isEmpty();
    }
}
