// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    private static JsonObject parse(String json) throws IOException {
        return Json.parse(json);
    }

    @Test
    void membersAreReadByTheirType() throws IOException {
        JsonObject object = parse("{\"t\":\"a\\nb\",\"n\":-5,\"b\":true,\"l\":[1,2],\"o\":[{\"x\":1},{\"x\":2}]}");

        assertThat(object.text("t")).isEqualTo("a\nb");
        assertThat(object.optionalText("t")).hasValue("a\nb");
        assertThat(object.number("n")).isEqualTo(-5);
        assertThat(object.smallNumber("n")).isEqualTo(-5);
        assertThat(object.optionalNumber("n")).hasValue(-5);
        assertThat(object.truth("b")).isTrue();
        assertThat(object.values("l", Integer.class)).containsExactly(1, 2);
        assertThat(object.objects("o", one -> one.number("x"))).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"x\":null}"})
    void whatIsNullOrMissingIsNotKnown(String json) throws IOException {
        assertThat(parse(json).optionalText("x")).isEmpty();
        assertThat(parse(json).optionalNumber("x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void anUnsignedNumberIsReadAsItWas(long number) throws IOException {
        assertThat(parse("{\"x\":" + Long.toUnsignedString(number) + "}").number("x"))
                .isEqualTo(number);
        assertThat(parse("{\"x\":" + number + "}").number("x")).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"x\":null}", "{\"x\":{}}", "{\"x\":[[]]}", "{\"x\":[null]}"})
    void whatIsMissingOrOfAnotherTypeIsToldByItsKey(String json) throws IOException {
        JsonObject object = parse(json);

        assertRefused(object, one -> one.text("x"));
        assertRefused(object, one -> one.number("x"));
        assertRefused(object, one -> one.smallNumber("x"));
        assertRefused(object, one -> one.truth("x"));
        assertRefused(object, one -> one.values("x", String.class));
        assertRefused(object, one -> one.objects("x", inner -> inner));
    }

    private static void assertRefused(JsonObject object, Consumer<JsonObject> use) {
        assertThatThrownBy(() -> use.accept(object))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"x\" is missing or of another type");
    }

    @Test
    void aNumberOfAnotherKindIsNoText() throws IOException {
        assertRefused(parse("{\"x\":5}"), one -> one.text("x"));
        assertRefused(parse("{\"x\":5}"), one -> one.optionalText("x"));
        assertRefused(parse("{\"x\":\"5\"}"), one -> one.number("x"));
        assertRefused(parse("{\"x\":\"true\"}"), one -> one.truth("x"));
    }

    @Test
    void aNumberThatIsTooLargeIsNotCutOff() throws IOException {
        assertNoNumber("2147483648", JsonObject::smallNumber);
        assertNoNumber("-2147483649", JsonObject::smallNumber);
    }

    @ParameterizedTest
    @ValueSource(strings = {"18446744073709551616", "-9223372036854775809", "1e30", "1.5", "1.0", "1e2"})
    void f08_aNumberThatIsNotOneOf64BitsIsRefused(String number) throws IOException {
        assertNoNumber(number, JsonObject::number);
        assertNoNumber(number, JsonObject::optionalNumber);
        assertNoNumber(number, JsonObject::smallNumber);
    }

    private static void assertNoNumber(String number, BiConsumer<JsonObject, String> use) throws IOException {
        JsonObject object = parse("{\"x\":" + number + "}");

        assertThatThrownBy(() -> use.accept(object, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"x\" is not a whole number or is too large");
    }
}
