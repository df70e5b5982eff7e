// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Escapes;
import io.github.dmabuf4j.support.EvilNames;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalEscapeTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "camera-0", "zwei Wörter", "漢字 😀", "\u0301", "-"})
    void whatCanBePrintedStaysAsItIs(String text) {
        assertThat(TerminalEscape.of(text)).isEqualTo(text);
        assertThat(TerminalEscape.sentence(text)).isEqualTo(text);
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
        "160, \\u00a0",
        "55296, \\ud800",
        "56319, \\udbff",
        "56320, \\udc00",
        "56447, \\udc7f",
        "56576, \\udd00",
        "917505, \\udb40\\udc01"
    })
    void whatSteersATerminalIsWrittenOut(int character, String written) {
        assertThat(TerminalEscape.of("a" + Character.toString(character) + "b")).isEqualTo("a" + written + "b");
        assertThat(TerminalEscape.sentence("a" + Character.toString(character) + "b"))
                .isEqualTo("a" + written + "b");
    }

    @ParameterizedTest
    @CsvSource({"56448, \\x80", "56575, \\xff"})
    void f27_aByteThatIsNotUtf8IsWrittenAsAByte(int character, String written) {
        assertThat(TerminalEscape.of("a" + (char) character + "b")).isEqualTo("a" + written + "b");
    }

    @Test
    void f27_aBackslashIsNotTakenForAnEscape() {
        assertThat(TerminalEscape.of("\\xff")).isEqualTo("\\\\xff");
        assertThat(TerminalEscape.of("\udcff")).isEqualTo("\\xff");
        assertThat(TerminalEscape.of("\\")).isEqualTo("\\\\");
    }

    @ParameterizedTest
    @CsvSource({"' ', \\u0020", "' a', \\u0020a", "'a ', a\\u0020", "'a b', a b"})
    void aSpaceAtAnEndIsSeen(String text, String written) {
        assertThat(TerminalEscape.of(text)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"-, -, \\u002d", "--, -, --", "a, -, a", "–, –, \\u2013", "none, none, \\u006eone"})
    void f28_aTextIsNotTakenForAPlaceholder(String text, String placeholder, String written) {
        assertThat(TerminalEscape.of(text, placeholder)).isEqualTo(written);
    }

    @Test
    void aSentenceThatIsPrintableDoesNotChange() {
        String once = "read on " + TerminalEscape.of("a\\b\n\udc80\u202e ") + " failed";

        assertThat(TerminalEscape.sentence(once)).isEqualTo(once);
    }

    @Test
    void f27_eachTextCanBeReadBack() {
        Random random = new Random(27);
        for (int round = 0; round < 5000; round++) {
            String text = random.nextBoolean() ? EvilNames.next(random) : anything(random);
            String printable = TerminalEscape.of(text);

            assertThat(Escapes.read(printable)).isEqualTo(text);
            assertThat(printable).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Cs}]");
        }
    }

    private static String anything(Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(8), 0, Character.MAX_CODE_POINT + 1).forEach(text::appendCodePoint);
        random.ints(random.nextInt(4), 0xd7ff, 0xe001).forEach(unit -> text.append((char) unit));
        return text.toString();
    }
}
