// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.ErrorNumber;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DmaBufExceptionTest {
    private static final String OPERATION = "DMA_HEAP_IOCTL_ALLOC";
    private static final String TARGET = "/dev/dma_heap/system (len=4096)";
    private static final int ENOMEM = 12;

    @Test
    void theMessageNamesOperationTargetAndError() {
        assertThat(new DmaBufException(OPERATION, TARGET, ENOMEM))
                .isInstanceOf(IOException.class)
                .hasMessage("DMA_HEAP_IOCTL_ALLOC on /dev/dma_heap/system (len=4096) failed: ENOMEM (12), "
                        + ErrorNumber.text(ENOMEM));
    }

    @Test
    void adviceFollowsTheError() {
        assertThat(new DmaBufException("open", "/dev/dma_heap/x", 13, "run as root"))
                .hasMessage("open on /dev/dma_heap/x failed: EACCES (13), " + ErrorNumber.text(13) + "; run as root");
    }

    @Test
    void withoutAnErrorNumberTheAdviceIsTheReason() {
        DmaBufException refused = new DmaBufException("adopt", "fd 7", 0, "it is no dma-buf");

        assertThat(refused).hasMessage("adopt on fd 7 failed: it is no dma-buf");
        assertThat(refused.errno()).isZero();
        assertThat(refused.symbol()).isEmpty();
    }

    @Test
    void f30_aNumberWithoutASymbolIsStillShown() {
        assertThat(new DmaBufException("open", "/x", 4095)).hasMessageStartingWith("open on /x failed: errno 4095, ");
    }

    @Test
    void f13_textOfOthersInTheMessageNeitherStartsALineNorSteersATerminal() {
        String target = "/tmp/a\n2026-01-01 ERROR forged \u001b[31m\u202e\udcff\\n";
        DmaBufException failure = new DmaBufException("open", target, 0, "it is a\nb\u009b");

        assertThat(failure)
                .hasMessage("open on /tmp/a\\u000a2026-01-01 ERROR forged \\u001b[31m\\u202e\\xff\\\\n failed:"
                        + " it is a\\u000ab\\u009b");
        assertThat(failure.target()).isEqualTo(target);
    }

    /** The reason of one exception is often the message of another. */
    @Test
    void f13_whatIsEscapedAlreadyIsNotEscapedAgain() {
        DmaBufException cause = new DmaBufException("open", "/a\\b\n", 2);

        assertThat(new DmaBufException("adopt", "fd 7", 0, cause.getMessage()))
                .hasMessage("adopt on fd 7 failed: " + cause.getMessage());
    }

    @ParameterizedTest
    @MethodSource("ofEachKind")
    void aCallerCanAskForTheParts(DmaBufException exception) {
        assertThat(exception.operation()).isEqualTo("open");
        assertThat(exception.target()).isEqualTo("/dev/dma_heap/x");
        assertThat(exception.errno()).isEqualTo(2);
        assertThat(exception.symbol()).isEqualTo("ENOENT");
        assertThat(exception).hasMessageEndingWith("; do this");
    }

    private static Stream<DmaBufException> ofEachKind() {
        String target = "/dev/dma_heap/x";
        return Stream.of(
                new DmaBufException("open", target, 2, "do this"),
                new NoSuchHeapException("open", target, 2, "do this"),
                new NoPermissionException("open", target, 2, "do this"),
                new UnsupportedKernelException("open", target, 2, "do this"));
    }
}
