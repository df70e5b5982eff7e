// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import java.util.List;
import java.util.Optional;

/** Shows each reading in place of the one before. Keys choose what of it is shown. */
public final class LiveTop {
    private static final TopRows NONE = new TopRows(TopLine.heading(""), List.of(), List.of(), 0);

    private final TopFeed feed;
    private final TopLayout layout;
    private final TerminalScreen screen;
    private final TopCursor cursor = new TopCursor();
    private TopChoice choice;
    private TopReading shown = TopReading.NONE;
    /** Kept while the cursor moves: to sort and format thousands of rows takes longer than a key repeats. */
    private TopRows rows = NONE;

    public LiveTop(TopFeed feed, TopLayout layout, TerminalScreen screen, TopChoice choice) {
        this.feed = feed;
        this.layout = layout;
        this.screen = screen;
        this.choice = choice;
    }

    /** Runs until the user quits, the reading after the first {@code count} arrives, or none may come any more. */
    public void run(int count) {
        int readings = 0;
        int key = TerminalKeys.NONE;
        while (!isEnd(key) && feed.loss().isEmpty()) {
            react(key);
            for (Optional<TopReading> next = feed.poll(); next.isPresent(); next = feed.poll()) {
                if (readings == count) {
                    return;
                }
                readings++;
                shown = next.get();
                readRows();
                draw();
            }
            if (screen.isResized()) {
                draw();
            }
            key = screen.key();
        }
    }

    private boolean isEnd(int key) {
        return key == TerminalKeys.CTRL_C
                || key == TerminalKeys.END_OF_INPUT
                || (key == TopKeys.QUIT && choice.isTableWithKeys());
    }

    private void react(int key) {
        if (key == TopKeys.READ_NOW && choice.canReadNow()) {
            screen.clear();
            feed.readNow();
        } else if (choice.isTableWithKeys() && cursor.pressed(key)) {
            draw();
        } else if (!choice.opensRow(key) || cursor.follow()) {
            choose(choice.pressed(key));
        }
    }

    private void choose(TopChoice now) {
        if (!now.equals(choice)) {
            choice = now;
            readRows();
            draw();
        }
    }

    private void readRows() {
        rows = layout.rows(shown, choice);
    }

    /** Does nothing before the first reading. */
    private void draw() {
        if (!shown.equals(TopReading.NONE)) {
            screen.draw((columns, lines) -> layout.lines(shown, rows, choice, cursor, columns, lines));
        }
    }
}
