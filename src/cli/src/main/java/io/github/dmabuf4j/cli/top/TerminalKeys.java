// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** The keys of a terminal, one by one: a character as itself, a function key as one of the negative numbers below. */
final class TerminalKeys {
    /** No key was pressed. */
    static final int NONE = NonBlockingReader.READ_EXPIRED;
    /** No key can be pressed any more. */
    static final int END_OF_INPUT = NonBlockingReader.EOF;

    static final int CTRL_C = 3;
    static final int BACKSPACE = 8;
    static final int LINE_FEED = '\n';
    static final int ENTER = '\r';
    static final int ESCAPE = 27;
    static final int DELETE = 127;

    static final int UP = -11;
    static final int DOWN = -12;
    static final int LEFT = -13;
    static final int RIGHT = -14;
    static final int PAGE_UP = -15;
    static final int PAGE_DOWN = -16;
    static final int HOME = -17;
    static final int END = -18;

    private static final long KEY_WAIT_MILLIS = 100;
    /** The characters of one sequence arrive together, also over a slow line. */
    private static final long SEQUENCE_WAIT_MILLIS = 20;

    private final Terminal terminal;

    TerminalKeys(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Waits briefly for a key. */
    int next() {
        try {
            int key = terminal.reader().read(KEY_WAIT_MILLIS);
            return key == ESCAPE ? sequence() : key;
        } catch (IOException | IllegalStateException gone) {
            // The terminal or its screen is closed.
            return END_OF_INPUT;
        }
    }

    /** Reads the rest of a function key, which sends several characters: ESC, [ or O, parameters, a last one. */
    private int sequence() throws IOException {
        int start = nextOfSequence();
        if (start == NONE) {
            return ESCAPE;
        }
        if (start != '[' && start != 'O') {
            return NONE;
        }
        StringBuilder parameters = new StringBuilder();
        int last = nextOfSequence();
        while (last >= ' ' && last < '@') {
            parameters.append((char) last);
            last = nextOfSequence();
        }
        return last == '~' ? numbered(parameters.toString()) : lettered(last);
    }

    private int nextOfSequence() throws IOException {
        return terminal.reader().read(SEQUENCE_WAIT_MILLIS);
    }

    private static int lettered(int letter) {
        return switch (letter) {
            case 'A' -> UP;
            case 'B' -> DOWN;
            case 'C' -> RIGHT;
            case 'D' -> LEFT;
            case 'H' -> HOME;
            case 'F' -> END;
            default -> NONE;
        };
    }

    private static int numbered(String parameters) {
        return switch (parameters) {
            case "1", "7" -> HOME;
            case "4", "8" -> END;
            case "5" -> PAGE_UP;
            case "6" -> PAGE_DOWN;
            default -> NONE;
        };
    }
}
