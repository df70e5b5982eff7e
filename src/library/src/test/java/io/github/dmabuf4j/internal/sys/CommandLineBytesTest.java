// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CommandLineBytesTest {
    @Test
    void f05_argumentsAreReadInTheirBytes() {
        byte[] all = {'a', 0, 0, (byte) 0xe9, 'b', 0};

        assertThat(CommandLineBytes.split(all))
                .containsExactly(new byte[] {'a'}, new byte[] {}, new byte[] {(byte) 0xe9, 'b'});
    }

    @Test
    void f05_thoseOfThisProcessBeginWithTheProgram() throws IOException {
        assertThat(CommandLineBytes.texts().get(0)).endsWith("java");
    }
}
