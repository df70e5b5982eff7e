// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.standin.StandIn;
import io.github.dmabuf4j.support.FailingCall;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Descriptors that are not sync files; those that are need a kernel with fences, {@code SyncFileIT}. */
@ExtendWith(UnchangedDescriptors.class)
class SyncFileAdoptionTest {
    private static DmaBuf other() throws IOException {
        StandIn.allow();
        return DmaBuf.adopt(StandIn.create(4096));
    }

    @Test
    void whatItIsIsSaid() throws IOException {
        try (DmaBuf other = other()) {
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> SyncFile.adopt(other.fd()))
                    .withMessageStartingWith("adopt on fd " + other.fd() + " failed: it is not a sync file but /memfd:")
                    .satisfies(failure -> assertThat(failure.errno()).isZero());
        }
    }

    @Test
    void aLinkThatCannotBeReadIsNotTakenForAnotherFile() throws IOException {
        try (DmaBuf other = other()) {
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> FailingCall.READLINK.with(LibC.ENOENT(), () -> SyncFile.adopt(other.fd())))
                    .withMessage("readlink on /proc/self/fd/" + other.fd()
                            + " failed: ENOENT (2), No such file or directory; either /proc is not mounted, or other code has closed the"
                            + " descriptor");
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> FailingCall.READLINK.with(LibC.ENOMEM(), () -> SyncFile.adopt(other.fd())))
                    .satisfies(failure -> assertThat(failure.errno()).isEqualTo(LibC.ENOMEM()));
        }
    }

    @Test
    void aDescriptorThatIsNotOpenIsEbadf() {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(() -> SyncFile.adopt(1_000_000))
                .withMessageStartingWith("F_GETFD on fd 1000000 failed: EBADF (9)");
    }
}
