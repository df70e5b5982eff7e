// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ListenAddressTest {
    private static ListenAddress of(String text) {
        return new ListenAddress.Converter().convert(text);
    }

    @ParameterizedTest
    @CsvSource({
        "8080, 127.0.0.1, 8080",
        "0, 127.0.0.1, 0",
        "localhost, localhost, 19108",
        "0.0.0.0:9, 0.0.0.0, 9",
        "[::1]:9, ::1, 9",
        "[::], ::, 19108",
        "[fe80::1%eth0]:9, fe80::1%eth0, 9"
    })
    void hostAndPortOrOneOfThem(String text, String host, int port) {
        assertThat(of(text)).isEqualTo(new ListenAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":9", "::1", "::1:9", "a b:9", "host:", "host:123456", "http://host:9", "[::1", "host:-1"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> of(text))
                .withMessageContaining("'" + text + "' is not an address: give for instance 127.0.0.1:19108");
    }

    @Test
    void portsEnd() {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> of("host:65536"))
                .withMessage("'host:65536': ports are numbered up to 65535");
    }

    @Test
    void itIsPrintedAsItIsGiven() {
        assertThat(of("[::1]:9")).hasToString("[::1]:9");
        assertThat(of("9")).hasToString("127.0.0.1:9");
    }
}
