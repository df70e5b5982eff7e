// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextStyleTest {
    @Test
    void withColoursTextIsMarkedAndTheMarkEnded() {
        TextStyle style = new TextStyle(true);

        assertThat(style.heading("SIZE")).isEqualTo("\u001b[1mSIZE\u001b[0m");
        assertThat(style.warning("note")).isEqualTo("\u001b[33mnote\u001b[0m");
    }

    @Test
    void withoutColoursTextStaysAsItIs() {
        TextStyle style = new TextStyle(false);

        assertThat(style.heading("SIZE")).isEqualTo("SIZE");
        assertThat(style.warning("note")).isEqualTo("note");
    }
}
