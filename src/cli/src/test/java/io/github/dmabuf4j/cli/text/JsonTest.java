// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.dmabuf4j.support.EvilNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static String print(Object document) throws IOException {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            Json.print(out, document);
        }
        return text.toString();
    }

    @Test
    void f13_controlCharactersAreEscaped() throws IOException {
        for (int c = 0; c < 0xa0; c++) {
            if (Character.isISOControl(c)) {
                String text = "a" + Character.toString(c) + "b";
                Map<String, Object> document = Map.of("name", text, text, 1);

                assertThat(Json.line(document)).as("U+%04X", c).matches("[ -~]*");
                assertThat(JSON.std.mapFrom(Json.line(document)))
                        .as("U+%04X", c)
                        .isEqualTo(document);
                assertThat(JSON.std.anyFrom(print(document))).as("U+%04X", c).isEqualTo(document);
            }
        }
        assertThat(Json.line(List.of("\u007f\u009b"))).isEqualToIgnoringCase("[\"\\u007f\\u009b\"]");
    }

    /** The messages of the parser itself mention its settings. */
    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":", "{\"a\":[1", "{\"a\":\"b"})
    void f08_aDocumentThatWasCutIsSaidToBe(String cut) {
        assertThatThrownBy(() -> Json.parse(cut))
                .isInstanceOf(IOException.class)
                .hasMessage("it ends within a JSON document");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{]|2", "{a:1}|2", "{\"a\":tru}|6", "{} ]|4"})
    void f08_whatIsNotJsonIsSaidToBe(String text, int column) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(IOException.class)
                .hasMessage("it is not JSON at line 1, column " + column);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a \"quoted\" name",
                "a\\b",
                "a\nb\r\tc",
                "\u001b[31m red",
                "\u0000",
                "ä 漢 😀",
                "</script>",
                "{}"
            })
    void aTextIsReadBackAsItWas(String text) throws IOException {
        String json = print(Map.of("name", text));

        assertThat(JSON.std.anyFrom(json)).isEqualTo(Map.of("name", text));
        assertThat(json.chars().filter(c -> c < ' ').boxed())
                .as("control characters")
                .containsOnly((int) '\n');
    }

    @Test
    void quotesLineEndsAndEscapesAreEscaped() throws IOException {
        assertThat(print(List.of("\"\n\\\u001b"))).contains("\"\\\"\\n\\\\\\u001B\"");
    }

    @Test
    void numbersTruthAndStructureAreKept() throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("size", Long.MAX_VALUE);
        document.put("failed", 0);
        document.put("usable", true);
        document.put("heaps", List.of(Map.of("heap", "system"), Map.of("heap", "reserved")));

        Object read = JSON.std.anyFrom(print(document));

        assertThat(read).isEqualTo(document);
        assertThat(((Map<?, ?>) read).keySet().toArray()).containsExactly("size", "failed", "usable", "heaps");
    }

    @Test
    void aDocumentEndsWithALineEnd() throws IOException {
        assertThat(print(List.of())).startsWith("[").endsWith("]" + System.lineSeparator());
    }

    @Test
    void randomNamesStayInTheirLineAndAreReadBack() throws IOException {
        Random random = new Random(20_260_106);
        for (int round = 0; round < 3000; round++) {
            String name = EvilNames.next(random);
            String line = Json.line(Map.of("name", name));

            assertThat(line).as("round %d", round).doesNotContain("\n", "\r", "\u001b");
            assertThat(Json.parse(line).text("name")).as("round %d", round).isEqualTo(name);
        }
    }

    @Test
    void whatIsNotKnownIsNullAndNotLeftOut() throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("size", null);

        assertThat(Json.line(document)).isEqualTo("{\"size\":null}");
    }
}
