// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.FailingCall;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failures after a descriptor was taken: no buffer is needed for that. */
@ExtendWith(UnchangedDescriptors.class)
@Timeout(60)
class OtherProcessTest {
    @Test
    void afterItsCloseNothingIsTaken() throws Exception {
        OtherProcess process = OtherProcess.open(ProcessHandle.current().pid());
        assertThat(process.isOpen()).isTrue();
        process.close();
        process.close();
        assertThat(process.isOpen()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> process.buffer(0)).withMessageContaining("is closed");
    }

    @Test
    void f31_theErrnoIsThatOfTheCallThatFailedOnWhatWasTaken() throws Exception {
        int memory = Sys.memfdCreate("no-buffer", LibC.MFD_CLOEXEC());
        try (OtherProcess process = OtherProcess.open(ProcessHandle.current().pid())) {
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> FailingCall.FSTATFS.with(LibC.ENOMEM(), () -> process.buffer(memory)))
                    .withMessageStartingWith("pidfd_getfd on fd " + memory + " of process ")
                    .withMessageContaining("it was closed again, since fstatfs on fd ")
                    .satisfies(failure -> assertThat(failure.errno()).isEqualTo(LibC.ENOMEM()));
        } finally {
            Sys.close(memory);
        }
    }
}
