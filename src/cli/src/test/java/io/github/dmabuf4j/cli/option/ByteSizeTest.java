// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "4096, 4096",
        "007, 7",
        "9223372036854775807, 9223372036854775807",
        "12B, 12",
        "1K, 1024",
        "1k, 1024",
        "1KB, 1024",
        "1KiB, 1024",
        "1 kib, 1024",
        "8M, 8388608",
        "8MiB, 8388608",
        "3G, 3221225472",
        "2T, 2199023255552",
        "1P, 1125899906842624",
        "1EiB, 1152921504606846976",
        "7E, 8070450532247928832",
        "'  2M ', 2097152"
    })
    void aSizeIsANumberOfBytesWithOrWithoutAUnit(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0M", "-1", "-8M", "-9223372036854775808"})
    void aSizeOfNothingOrLessIsRefused(String text) {
        assertRefused(text, "'" + text + "' is not the size of a buffer: give at least 1 byte");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8E", "16E", "9223372036854775808", "99999999999999999999", "99999999999999999999E"})
    void aSizeThatOverflowsIsRefused(String text) {
        assertRefused(text, "'" + text + "' is more memory than any machine has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "M", "x", "1x", "1MM", "1.5M", "1e6", "0x1000", "+1", "--1", "1 2", "1iB", "١"})
    void whatIsNoSizeIsRefused(String text) {
        assertRefused(text, "'" + text + "' is not a size: give a number of bytes, or a number with K, M or G");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage(message);
    }

    @Test
    void theConverterParses() {
        assertThat(new ByteSize.Converter().convert("2K").bytes()).isEqualTo(2048);
    }
}
