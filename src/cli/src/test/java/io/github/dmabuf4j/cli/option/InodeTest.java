// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class InodeTest {
    private final Inode.Converter converter = new Inode.Converter();

    @ParameterizedTest
    @CsvSource({"0, 0", "42, 42", "9223372036854775808, -9223372036854775808", "18446744073709551615, -1"})
    void anInodeIsUnsigned(String text, long number) {
        assertThat(converter.convert(text)).isEqualTo(new Inode(number)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "x", "0x2a", "1.0", "18446744073709551616", "42 "})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is not an inode: give a number that 'dmabuf ls' lists");
    }
}
