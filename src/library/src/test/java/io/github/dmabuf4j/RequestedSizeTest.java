// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dmabuf4j.internal.sys.Machine;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedSizeTest {
    private static void check(long bytes) throws DmaBufException {
        RequestedSize.check("ALLOC", size -> "the heap (" + size + " bytes)", bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -4096, Long.MIN_VALUE})
    void whatIsNoSizeIsRefused(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(bytes))
                .withMessage("the size of a buffer must be at least 1 byte, not " + bytes);
    }

    static LongStream sizesOfThisMachine() {
        return LongStream.of(1, 4096, 4097, Machine.memoryBytes());
    }

    @ParameterizedTest
    @MethodSource("sizesOfThisMachine")
    void whatTheMachineMayHavePasses(long bytes) {
        assertThatCode(() -> check(bytes)).doesNotThrowAnyException();
    }

    static LongStream sizesOfNoMachine() {
        return LongStream.of(Machine.memoryBytes() + 1, 1L << 60, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @MethodSource("sizesOfNoMachine")
    void moreThanTheMachineHasIsRefused(long bytes) {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(() -> check(bytes))
                .withMessageStartingWith("ALLOC on the heap (" + bytes + " bytes) failed: ENOMEM (12), ")
                .withMessageEndingWith("the kernel was not asked, since this machine has only " + Machine.memoryBytes()
                        + " bytes of memory")
                .satisfies(failure -> assertThat(failure.symbol()).isEqualTo("ENOMEM"));
    }
}
