// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "camera-0", "zwei Wörter", "漢字 😀"})
    void whatCanBePrintedStaysAsItIs(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    /** A line end, the escape that starts a terminal's commands, its one-character form, a change of direction, half a character. */
    @ParameterizedTest
    @CsvSource({
        "10, \\u000a",
        "27, \\u001b",
        "155, \\u009b",
        "127, \\u007f",
        "8238, \\u202e",
        "8232, \\u2028",
        "55296, \\ud800"
    })
    void whatSteersATerminalIsWrittenOut(int character, String written) {
        assertThat(Printable.of("a" + Character.toString(character) + "b")).isEqualTo("a" + written + "b");
    }
}
