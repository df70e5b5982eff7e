// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NoteTest {
    @Test
    void theSentenceHasTheDetailsAfterAColon() {
        assertThat(Note.of("hidden").sentence()).isEqualTo("hidden");
        assertThat(new Note("hidden", List.of("run as root")).sentence()).isEqualTo("hidden: run as root");
        assertThat(new Note("not understood", List.of("a", "b")).sentence()).isEqualTo("not understood: a; b");
    }

    @Test
    void detailsCannotBeChanged() {
        Note note = new Note("hidden", List.of("a"));

        assertThatThrownBy(() -> note.details().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
