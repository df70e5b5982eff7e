// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import java.util.Optional;

/** Shows each reading in place of the one before. Keys choose what of it is shown. */
public final class LiveTop {
    private final TopFeed feed;
    private final TopLayout lines;
    private final TerminalScreen screen;
    private TopChoice choice;
    private TopReading shown = TopReading.NONE;

    public LiveTop(TopFeed feed, TopLayout lines, TerminalScreen screen, TopChoice choice) {
        this.feed = feed;
        this.lines = lines;
        this.screen = screen;
        this.choice = choice;
    }

    /** Runs until the user quits, or until the reading after the first {@code count} arrives. */
    public void run(int count) {
        int readings = 0;
        int key = TerminalScreen.NO_KEY;
        while (!isEnd(key)) {
            react(key);
            for (Optional<TopReading> next = feed.poll(); next.isPresent(); next = feed.poll()) {
                if (readings == count) {
                    return;
                }
                readings++;
                shown = next.get();
                draw();
            }
            if (screen.isResized()) {
                draw();
            }
            key = screen.key();
        }
    }

    private static boolean isEnd(int key) {
        return key == 'q' || key == TerminalScreen.CTRL_C || key == TerminalScreen.END;
    }

    private void react(int key) {
        if (key == ' ') {
            screen.clear();
            feed.readNow();
        }
        TopChoice now = choice.pressed(key);
        if (!now.equals(choice)) {
            choice = now;
            draw();
        }
    }

    /** Does nothing before the first reading. */
    private void draw() {
        if (!shown.equals(TopReading.NONE)) {
            screen.draw((columns, rows) -> lines.lines(shown, choice, columns, rows));
        }
    }
}
