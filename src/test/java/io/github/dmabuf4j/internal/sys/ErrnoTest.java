// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {
    private static final int NO_ERROR_OF_LINUX = 4095;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "2, ENOENT",
        "3, ESRCH",
        "4, EINTR",
        "9, EBADF",
        "12, ENOMEM",
        "13, EACCES",
        "22, EINVAL",
        "25, ENOTTY",
        "32, EPIPE",
        "77, EBADFD",
        "88, ENOTSOCK",
        "90, EMSGSIZE",
        "91, EPROTOTYPE",
        "98, EADDRINUSE",
        "104, ECONNRESET",
        "107, ENOTCONN",
        "109, ETOOMANYREFS",
        "111, ECONNREFUSED"
    })
    void aNumberHasTheSymbolOfTheKernelsHeaders(int errno, String symbol) {
        assertThat(Errno.symbol(errno)).isEqualTo(symbol);
    }

    @Test
    void anUnknownNumberHasNoSymbolOfItsOwn() {
        assertThat(Errno.symbol(NO_ERROR_OF_LINUX)).isEqualTo("errno");
    }

    /** The C library's text depends on the locale, and the JDK asks for the same one. */
    @Test
    void theTextIsThatOfTheCLibrary() {
        assertThatThrownBy(
                        () -> new FileInputStream(directory.resolve("missing").toString()).close())
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("(" + Errno.text(LibC.ENOENT()) + ")");
        assertThatThrownBy(() -> new FileInputStream(directory.toString()).close())
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("(" + Errno.text(LibC.EISDIR()) + ")");
    }

    @Test
    void anUnknownNumberHasATextAllTheSame() {
        assertThat(Errno.text(NO_ERROR_OF_LINUX)).isNotBlank();
        assertThat(Errno.text(-1)).isNotBlank();
    }
}
