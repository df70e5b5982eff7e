// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "camera-0", "x\ns:\t1", "üüü", "€€1", "📷📷", "12345678"})
    void aNameThatFitsIsItsBytesInUtf8(String name) {
        assertThat(KernelName.bytes("buffer", name, 8)).isEqualTo(name.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aNameThatIsTooLongIsRefusedByItsBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KernelName.bytes("buffer", "üüüü1", 8))
                .withMessage("the name \"üüüü1\" has 9 bytes of UTF-8; a buffer's name has at most 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0", "a\0b"})
    void aNameWithANulIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KernelName.bytes("sync file", name, 8))
                .withMessage("a sync file's name cannot hold a NUL character");
    }
}
