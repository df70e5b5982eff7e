// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTextTest {
    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "camera-0", "größe", "漢字", "😀", "\ufffd", "a\ufffdb", "\u0000", "\udbff\udfff", "\ue000"})
    void utf8IsWhatItSays(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

        assertThat(KernelText.decode(utf8)).isEqualTo(text);
        assertThat(KernelText.encode(text)).isEqualTo(utf8);
        assertThat(KernelText.length(text)).isEqualTo(utf8.length);
    }

    /** A lone byte, one that no character begins with, cut, overlong, half a UTF-16 character, beyond Unicode, six bytes long. */
    @ParameterizedTest
    @CsvSource({
        "ff, '\udcff'",
        "80, '\udc80'",
        "61ff62, 'a\udcffb'",
        "c3, '\udcc3'",
        "c361, '\udcc3a'",
        "e6bc, '\udce6\udcbc'",
        "c0af, '\udcc0\udcaf'",
        "e08080, '\udce0\udc80\udc80'",
        "eda080, '\udced\udca0\udc80'",
        "edb2bf, '\udced\udcb2\udcbf'",
        "f4908080, '\udcf4\udc90\udc80\udc80'",
        "f0808080, '\udcf0\udc80\udc80\udc80'",
        "fc8080808080, '\udcfc\udc80\udc80\udc80\udc80\udc80'",
        "c3a9ff, 'é\udcff'",
        "efbfbdff, '\ufffd\udcff'"
    })
    void f27_eachByteThatIsNotUtf8IsALoneSurrogate(String hex, String text) {
        assertThat(KernelText.decode(bytes(hex))).isEqualTo(text);
        assertThat(KernelText.encode(text)).isEqualTo(bytes(hex));
    }

    @Test
    void f27_allPairsOfBytesStayDifferentAndComeBack() {
        Map<String, Integer> seen = new HashMap<>();
        for (int pair = 0; pair < 1 << 16; pair++) {
            byte[] bytes = {(byte) (pair >> 8), (byte) pair};
            String text = KernelText.decode(bytes);

            assertThat(seen.put(text, pair)).as("%04x", pair).isNull();
            assertThat(KernelText.encode(text)).isEqualTo(bytes);
        }
    }

    @Test
    void f27_randomBytesComeBack() {
        Random random = new Random(27);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                // Mostly bytes that can be parts of long sequences.
                bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(128) : 128 + random.nextInt(128));
            }
            String text = KernelText.decode(bytes);

            assertThat(KernelText.encode(text)).isEqualTo(bytes);
            assertThat(KernelText.length(text)).isEqualTo(bytes.length);
        }
    }

    /** The JDK's decoder must agree on what is valid. */
    @Test
    void whatTheJdkDecodesWithoutLossIsDecodedAlike() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                String text = Character.toString(character);
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                byte[] withAnother = Arrays.copyOf(utf8, utf8.length + 1);
                withAnother[utf8.length] = (byte) 0xff;

                if (!KernelText.decode(withAnother).equals(text + "\udcff")) {
                    assertThat(KernelText.decode(withAnother))
                            .as("%x", character)
                            .isEqualTo(text + "\udcff");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udbff", "\udc00", "\udc7f", "\udd00b", "\udc80\ud800"})
    void halfACharacterThatStandsForNoByteIsRefused(String text) {
        assertThat(KernelText.tryEncode(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KernelText.encode(text))
                .withMessage("\"" + TerminalEscape.of(text) + "\" has half a character, which no bytes stand for");
    }

    @ParameterizedTest
    @CsvSource({"6100, a", "61006200, a", "00, ''", "6162, ab", "ff00ff, '\udcff'"})
    void aCStringEndsAtItsNulOrWithItsArray(String hex, String text) {
        assertThat(KernelText.decode(MemorySegment.ofArray(bytes(hex)))).isEqualTo(text);
    }
}
