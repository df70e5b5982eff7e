// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

/** What the help of commands with {@code --on-pressure} says of the levels. */
public final class PressureText {
    /** Follows a sentence that says what is done when processes stall for lack of memory. */
    public static final String LEVELS =
            " Within 2 seconds: low, some stall for 100 ms; medium, some for 300 ms; critical," + " all for 200 ms.";

    private PressureText() {}
}
