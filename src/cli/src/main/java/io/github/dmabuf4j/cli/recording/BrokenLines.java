// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.internal.sys.TerminalEscape;

/** The lines of a recording that do not contain a whole sample. */
public record BrokenLines(int number) {
    public String note(String origin) {
        return "note: " + TerminalEscape.of(origin) + ": " + number + (number == 1 ? " line is" : " lines are")
                + " broken and left out";
    }
}
