// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.ConstantIoctl;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncCallsTest {
    /** By linux/dma-buf.h: READ is 1, WRITE 2, RW 3, START 0, END 4. */
    @ParameterizedTest
    @CsvSource({"READ, 1", "WRITE, 2", "READ_WRITE, 3"})
    void aScopeHasTheFlagsOfItsModeAtBothEnds(Access mode, long flags) {
        SyncCalls calls = SyncCalls.of(mode);

        assertThat(flags(calls.start())).isEqualTo(flags);
        assertThat(flags(calls.end())).isEqualTo(flags | 4);
    }

    private static long flags(ConstantIoctl call) {
        assertThat(call.name()).isEqualTo("DMA_BUF_IOCTL_SYNC");
        assertThat(call.request()).isEqualTo(0x40086200L);
        return MemorySegment.ofAddress(call.argument()).reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
    }
}
