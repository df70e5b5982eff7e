// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.List;
import java.util.Locale;

/**
 * The text that rows must contain to be shown, in whatever case.
 *
 * @param text the text, empty for all rows
 * @param typing whether the user is typing it: keys are characters of the text then
 */
record TopFilter(String text, boolean typing) {
    static final TopFilter NONE = new TopFilter("", false);

    TopFilter startTyping() {
        return new TopFilter(text, true);
    }

    /** The filter after a key was pressed while the user types it. */
    TopFilter typed(int key) {
        return switch (key) {
            case TerminalKeys.ENTER, TerminalKeys.LINE_FEED -> new TopFilter(text, false);
            case TerminalKeys.ESCAPE -> NONE;
            case TerminalKeys.BACKSPACE, TerminalKeys.DELETE -> shorter();
            default -> key >= ' ' ? new TopFilter(text + (char) key, true) : this;
        };
    }

    private TopFilter shorter() {
        return text.isEmpty()
                ? NONE
                : new TopFilter(text.substring(0, text.offsetByCodePoints(text.length(), -1)), true);
    }

    boolean isForAll() {
        return text.isEmpty();
    }

    /** Whether to show a row with these texts, as they are printed. */
    boolean admits(List<String> texts) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return texts.stream().anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** The text as it can be printed. */
    @Override
    public String toString() {
        return TerminalEscape.sentence(text);
    }
}
