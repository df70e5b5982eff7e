// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalBytesTest {
    /** With digits before and after the part. */
    private static byte[] bytes(String text) {
        return ("1" + text + "2").getBytes(StandardCharsets.UTF_8);
    }

    private static long shortNumber(String text) {
        return DecimalBytes.shortNumber(bytes(text), 1, bytes(text).length - 1);
    }

    private static OptionalLong unsigned(String text) {
        return DecimalBytes.unsigned(bytes(text), 1, bytes(text).length - 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 10, 4096, 999_999_999_999_999_999L})
    void aShortNumberIsRead(long number) {
        assertThat(shortNumber(Long.toString(number))).isEqualTo(number);
        assertThat(unsigned(Long.toString(number))).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void aLongNumberIsUnsigned(long number) {
        assertThat(shortNumber(Long.toUnsignedString(number))).isEqualTo(DecimalBytes.NONE);
        assertThat(unsigned(Long.toUnsignedString(number))).hasValue(number);
    }

    @Test
    void zerosMayComeFirst() {
        assertThat(shortNumber("007")).isEqualTo(7);
        assertThat(unsigned("0000000000000000000007")).hasValue(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "1x", "x1", "-1", "+1", "1 ", "1\n", "٣", "18446744073709551616"})
    void everythingElseIsNone(String text) {
        assertThat(shortNumber(text)).isEqualTo(DecimalBytes.NONE);
        assertThat(unsigned(text)).isEmpty();
    }
}
