// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LostClassTest {
    private final LinkageError loss = new NoClassDefFoundError("Could not initialize class a.B");

    @Test
    void itIsFoundBehindAnyFailure() {
        assertThat(LostClass.behind(loss)).containsSame(loss);
        assertThat(LostClass.behind(new IllegalStateException(new RuntimeException(loss))))
                .containsSame(loss);
        assertThat(LostClass.behind(new IllegalStateException(new OutOfMemoryError())))
                .isEmpty();
    }

    @Test
    void f17_theSentenceNamesTheClass() {
        assertThat(LostClass.failure(loss))
                .hasMessage(
                        "a part of the program could not be loaded (NoClassDefFoundError: Could not initialize class"
                                + " a.B), mostly for want of memory, and Java does not try that again: start it again");
    }
}
