// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.StandardError;
import org.junit.jupiter.api.Test;

class FailedAllocationTest {
    private static final long BYTES = 8 << 20;

    private static String log(int errno) {
        return StandardError.of(() -> FailedAllocation.report("sys\ntem", BYTES, errno));
    }

    /** One test, since a process is advised once in a while. */
    @Test
    void aShortageIsExplainedOnce() {
        assertThat(log(LibC.EINVAL())).isEmpty();

        assertThat(log(LibC.ENOMEM()))
                .contains("allocation of 8388608 bytes from sys\\u000atem failed with ENOMEM: this JVM holds ")
                .contains(
                        "; -Dio.github.dmabuf4j.ledger=true or BufferLedger.start() records where buffers are allocated")
                .hasLineCount(1);
        assertThat(log(LibC.ENOMEM())).isEmpty();
        assertThat(log(LibC.EMFILE())).isEmpty();
    }
}
