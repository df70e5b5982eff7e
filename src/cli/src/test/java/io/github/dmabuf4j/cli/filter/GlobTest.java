// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "cam, cam",
                "cam*, cam",
                "cam*, camera-0",
                "*-0, camera-0",
                "c*r*-?, camera-0",
                "a*c, a/b/c",
                "a?c, a/c",
                "?, 漢",
                "?, 😀",
                "[漢😀], 😀",
                "[a-c]1, b1",
                "[!a-c]1, d1",
                "[^a-c]1, d1",
                "[]]x, ]x",
                "[!]]x, ax",
                "[-a], -",
                "[a-], -",
                "[*], *",
                "[[&&a]], &]",
                "[\\d], d",
                "[a, [a",
                "[, [",
                "[], []",
                "[!], [!]",
                "a.b, a.b",
                "(a|b)+$, (a|b)+$",
                "x\\xff*, x\\xff-1",
                "\\\\*, \\\\u"
            })
    void aTextThatFitsMatches(String glob, String text) {
        assertThat(Glob.of(glob).matches(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "cam, camera",
        "am, cam",
        "*x, camera-0",
        "?, ab",
        "[a-c], d",
        "[!a-c], a",
        "[]]x, ax",
        "a.b, axb",
        "\\d, 1",
        "[\\d], 1",
        "Cam*, camera",
        "x\\xff, x"
    })
    void anotherTextDoesNot(String glob, String text) {
        assertThat(Glob.of(glob).matches(text)).isFalse();
    }

    @Test
    void anEmptyPatternMatchesAnEmptyText() {
        assertThat(Glob.of("").matches("")).isTrue();
        assertThat(Glob.of("").matches("a")).isFalse();
    }

    @Test
    void aReversedRangeIsRefused() {
        assertThatThrownBy(() -> Glob.of("[z-a]")).isInstanceOf(PatternSyntaxException.class);
    }

    /** No pattern is another thing of regular expressions: a text without wildcards matches itself alone. */
    @Test
    void everyTextWithoutWildcardsMatchesItself() {
        Random random = new Random(20_261_129);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(12), ' ', 0x180)
                    .filter(one -> "*?[".indexOf(one) < 0)
                    .forEach(text::appendCodePoint);
            assertThat(Glob.of(text.toString()).matches(text.toString()))
                    .as(text.toString())
                    .isTrue();
            assertThat(Glob.of(text.toString()).matches(text + "x")).isFalse();
            assertThat(Glob.of("*" + text).matches("x" + text)).isTrue();
        }
    }
}
