// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AndroidListTest {
    private static final String TWO = "7\n4096\ncamera 0\nsystem\n18446744073709551615\n8192\n\nqcom,qseecom\n";

    private static AndroidList parse(String text) {
        return AndroidList.parse(text.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    @Test
    void fourLinesAreABuffer() {
        AndroidList list = parse(TWO);
        assertThat(list.buffers())
                .containsExactly(
                        new AndroidBuffer(7, 4096, Optional.of("camera 0"), "system"),
                        new AndroidBuffer(-1, 8192, Optional.empty(), "qcom,qseecom"));
        assertThat(list.unknownLine()).isEmpty();
        assertThat(list.mayBeCut()).isFalse();
    }

    @Test
    void noBufferIsNoText() {
        assertThat(parse("").buffers()).isEmpty();
        assertThat(parse("").unknownLine()).isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8AreKept() {
        assertThat(parse("1\n2\na\u00ff\nsystem\n").buffers().get(0).name()).contains("a\udcff");
    }

    @Test
    void whatMayBeCutSaysSo() {
        assertThat(AndroidList.parse(new byte[0], true).mayBeCut()).isTrue();
    }

    /** In the place of \ is a line end. */
    @ParameterizedTest
    @CsvSource({
        "x, 9",
        "9\\x, 10",
        "9\\4096, 10",
        "9\\4096\\name, 12",
        "9\\4096\\name\\, 12",
        "9\\4096\\name\\\\, 12",
        "-9\\4096\\n\\e\\, 9",
        "+9\\4096\\n\\e\\, 9",
        "9\\99999999999999999999\\n\\e\\, 10",
        "9\\4096\\name\\system, 12"
    })
    void whatIsNotUnderstoodEndsTheList(String rest, int line) {
        AndroidList list = parse(TWO + rest.replace('\\', '\n'));
        assertThat(list.buffers()).hasSize(2);
        assertThat(list.unknownLine()).hasValue(line);
    }
}
