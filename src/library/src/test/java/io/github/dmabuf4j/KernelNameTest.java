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
                .withMessage("the name \"üüüü1\" has 9 bytes; a buffer's name has at most 8");
    }

    @Test
    void f27_aByteThatIsNotUtf8CountsAsOne() {
        assertThat(KernelName.bytes("buffer", "\udcff\udc80345678", 8))
                .isEqualTo(new byte[] {(byte) 0xff, (byte) 0x80, '3', '4', '5', '6', '7', '8'});
        assertThatIllegalArgumentException().isThrownBy(() -> KernelName.bytes("buffer", "\udcff23456789", 8));
    }

    @Test
    void f13_theNameInTheMessageIsEscaped() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KernelName.bytes("buffer", "\n\u001b\udcff456789", 8))
                .withMessage("the name \"\\u000a\\u001b\\xff456789\" has 9 bytes; a buffer's name has at most 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0", "a\0b"})
    void aNameWithANulIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KernelName.bytes("sync file", name, 8))
                .withMessage("a sync file's name cannot contain a NUL character");
    }
}
