// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final String ERASE = "\r\u001b[K";

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(terminal, true, StandardCharsets.UTF_8), "reading");

    private String printed() {
        return terminal.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aShortWaitShowsNothing() {
        progress.close();

        assertThat(printed()).isEmpty();
    }

    @Test
    void eachLineTakesThePlaceOfTheOneBefore() {
        progress.show();
        progress.now(() -> "reading a: 5 %");
        progress.show();

        assertThat(printed()).isEqualTo(ERASE + "reading" + ERASE + "reading a: 5 %");
    }

    @Test
    void nothingIsLeftAtTheEnd() {
        progress.show();
        progress.close();
        progress.show();
        progress.close();

        assertThat(printed()).isEqualTo(ERASE + "reading" + ERASE);
    }
}
