// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {

    @ParameterizedTest
    @CsvSource({"'', 0", "abc, 3", "漢字, 4", "😀, 2", "zu\u0308, 2", "ü, 1"})
    void aTextIsAsWideAsATerminalShowsIt(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 3, ''",
        "abc, 3, abc",
        "a bc d, 4, a bc|d",
        "'  abc d', 4, '  ab|c d'",
        "abcdef, 4, abcd|ef",
        "漢字, 1, 漢|字",
        "漢字 x, 4, 漢字|x"
    })
    void aLongTextIsBrokenAtSpaces(String text, int columns, String lines) {
        assertThat(String.join("|", TextWidth.wrapped(text, columns))).isEqualTo(lines);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 3, abc",
        "abc, 2, ab",
        "abc, 0, ''",
        "漢字, 3, 漢",
        "漢字, 1, ''",
        "a😀b, 3, a😀",
        "a😀b, 2, a",
        "zu\u0308x, 2, zu\u0308"
    })
    void aCutTextIsNeverWiderThanAskedFor(String text, int columns, String cut) {
        assertThat(TextWidth.cut(text, columns)).isEqualTo(cut);
    }
}
