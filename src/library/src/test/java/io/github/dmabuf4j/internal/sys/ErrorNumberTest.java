// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorNumberTest {
    private static final int NO_ERROR_OF_LINUX = 4095;
    private static final int NOT_OF_THE_HEADERS = 524;

    /** Its only name, EWOULDBLOCK, is that of another number. */
    private static final int FREE_NUMBER = 41;

    @TempDir
    Path directory;

    /** The constants are those of the real headers: the probe of the bindings compares them. */
    @Test
    void f30_everyErrnoOfTheHeadersHasItsSymbol() {
        Map<Integer, String> expected = new TreeMap<>();
        for (Method constant : LibC.class.getMethods()) {
            if (constant.getName().matches("E[A-Z0-9]+") && !constant.getName().matches("EPOLL.*|ENOTSUP")) {
                expected.put(value(constant), constant.getName());
            }
        }
        Map<Integer, String> known = new TreeMap<>();
        for (int errno = 0; errno <= NO_ERROR_OF_LINUX; errno++) {
            if (!ErrorNumber.symbol(errno).startsWith("errno ")) {
                known.put(errno, ErrorNumber.symbol(errno));
            }
        }
        assertThat(known).isEqualTo(expected).hasSizeGreaterThan(130);
    }

    private static int value(Method constant) {
        try {
            return (int) constant.invoke(null);
        } catch (ReflectiveOperationException noConstant) {
            throw new LinkageError(noConstant.getMessage(), noConstant);
        }
    }

    /** ENOTSUPP of the kernel alone, which some drivers give to programs. */
    @Test
    void f30_aNumberThatTheHeadersLackIsShownAsSuch() {
        assertThat(ErrorNumber.symbol(NOT_OF_THE_HEADERS)).isEqualTo("errno 524");
        assertThat(ErrorNumber.describe(NOT_OF_THE_HEADERS))
                .isEqualTo("errno 524, " + ErrorNumber.text(NOT_OF_THE_HEADERS));
        assertThat(ErrorNumber.symbol(FREE_NUMBER)).isEqualTo("errno 41");
        assertThat(ErrorNumber.symbol(0)).isEqualTo("errno 0");
        assertThat(ErrorNumber.symbol(-1)).isEqualTo("errno -1");
        assertThat(ErrorNumber.describe(LibC.EPROTO())).isEqualTo("EPROTO (71), " + ErrorNumber.text(LibC.EPROTO()));
    }

    /** The C library's text depends on the locale, and the JDK asks for the same one. */
    @Test
    void theTextIsThatOfTheCLibrary() {
        assertThatThrownBy(
                        () -> new FileInputStream(directory.resolve("missing").toString()).close())
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("(" + ErrorNumber.text(LibC.ENOENT()) + ")");
        assertThatThrownBy(() -> new FileInputStream(directory.toString()).close())
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("(" + ErrorNumber.text(LibC.EISDIR()) + ")");
    }

    @Test
    void anUnknownNumberHasATextAllTheSame() {
        assertThat(ErrorNumber.text(NO_ERROR_OF_LINUX)).isNotBlank();
        assertThat(ErrorNumber.text(-1)).isNotBlank();
    }
}
