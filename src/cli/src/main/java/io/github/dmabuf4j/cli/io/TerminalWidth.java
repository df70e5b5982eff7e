// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How many columns the output may take: what the variable COLUMNS says, else what the terminal has. */
public final class TerminalWidth {
    /** What every terminal is taken to have, so that short lines need no question. */
    public static final int USUAL = 80;

    private static final Pattern STTY = Pattern.compile("[0-9]+ ([1-9][0-9]{0,4})\\s*");
    private static final Pattern COLUMNS = Pattern.compile("[1-9][0-9]{0,4}");

    private TerminalWidth() {}

    /** The columns for lines of which the longest needs so many; all that it needs where nothing limits them. */
    public static int forLines(int needed) {
        OptionalInt wanted = wanted(System.getenv("COLUMNS"));
        if (wanted.isPresent()) {
            return wanted.getAsInt();
        }
        return needed > USUAL && StandardOutput.isTerminal() ? ofTerminal().orElse(needed) : needed;
    }

    /** The columns for text that is wrapped. */
    public static int forText() {
        OptionalInt wanted = wanted(System.getenv("COLUMNS"));
        if (wanted.isPresent()) {
            return wanted.getAsInt();
        }
        return StandardOutput.isTerminal() ? ofTerminal().orElse(USUAL) : USUAL;
    }

    /** The value of COLUMNS; empty where it is not set or not a number of columns. */
    static OptionalInt wanted(@Nullable String columns) {
        return columns != null && COLUMNS.matcher(columns).matches()
                ? OptionalInt.of(Integer.parseInt(columns))
                : OptionalInt.empty();
    }

    /** Asks stty(1), since Java has no call for it. */
    private static OptionalInt ofTerminal() {
        ProcessBuilder stty = new ProcessBuilder("stty", "size")
                .redirectInput(new File("/dev/tty"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return read(new String(stty.start().getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException missing) {
            return OptionalInt.empty();
        }
    }

    /** Reads rows and columns; a terminal that does not know them says 0. */
    static OptionalInt read(String size) {
        Matcher known = STTY.matcher(size);
        return known.matches() ? OptionalInt.of(Integer.parseInt(known.group(1))) : OptionalInt.empty();
    }
}
