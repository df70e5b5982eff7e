// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StyleTest {
    @Test
    void withColoursTextIsMarkedAndTheMarkEnded() {
        Style style = new Style(true);

        assertThat(style.heading("SIZE")).isEqualTo("\u001b[1mSIZE\u001b[0m");
        assertThat(style.warning("note")).isEqualTo("\u001b[33mnote\u001b[0m");
    }

    @Test
    void withoutColoursTextStaysAsItIs() {
        Style style = new Style(false);

        assertThat(style.heading("SIZE")).isEqualTo("SIZE");
        assertThat(style.warning("note")).isEqualTo("note");
    }
}
