// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalWidthTest {
    @Test
    void columnsIsANumber() {
        assertThat(TerminalWidth.wanted("40")).hasValue(40);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"0", "-1", "many", "80x", "99999999999"})
    void anythingElseIsAsIfItWereNotSet(String columns) {
        assertThat(TerminalWidth.wanted(columns)).isEmpty();
    }

    @Test
    void theSizeOfATerminalIsRowsAndColumns() {
        assertThat(TerminalWidth.read("24 132\n")).hasValue(132);
        assertThat(TerminalWidth.read("0 0\n"))
                .as("a terminal that does not know")
                .isEmpty();
        assertThat(TerminalWidth.read("")).as("no terminal").isEmpty();
    }
}
