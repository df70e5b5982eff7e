// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.dma_buf_sync;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UnchangedDescriptors.class)
class IoctlTest {
    private static final Ioctl SYNC =
            new Ioctl("DMA_BUF_IOCTL_SYNC", LinuxDmaBuf.DMA_BUF_IOCTL_SYNC(), dma_buf_sync.layout());

    @Test
    void aLayoutOfAnotherSizeThanTheRequestIsRefused() {
        assertThatThrownBy(
                        () -> new Ioctl("DMA_BUF_IOCTL_SYNC", LinuxDmaBuf.DMA_BUF_IOCTL_SYNC(), ValueLayout.JAVA_INT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DMA_BUF_IOCTL_SYNC takes 8 bytes, its layout has 4");
    }

    @Test
    void anArgumentShorterThanTheLayoutIsRefused() {
        MemorySegment tooShort = MemorySegment.ofArray(new int[1]);

        assertThatThrownBy(() -> SYNC.call(-1, tooShort)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aFileThatKnowsNoIoctlAnswersEnotty() {
        int fd = Sys.open("/dev/null", LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            assertThat(SYNC.call(fd, Scratch.cleared(dma_buf_sync.layout()))).isEqualTo(-LibC.ENOTTY());
        } finally {
            Sys.close(fd);
        }
    }

    @Test
    void aNumberThatIsNoDescriptorAnswersEbadf() {
        assertThat(SYNC.call(-1, Scratch.cleared(dma_buf_sync.layout()))).isEqualTo(-LibC.EBADF());
    }

    @Test
    void aCallIsRepeatedForAsLongAsItIsInterrupted() {
        Deque<Integer> results = new ArrayDeque<>(List.of(-LibC.EINTR(), -LibC.EINTR(), 7, 8));

        assertThat(Ioctl.retrying(results::remove)).isEqualTo(7);
        assertThat(results).as("results of calls not made").containsExactly(8);
    }

    @Test
    void aCallIsRepeatedForAsLongAsItIsToldToAskAgainOnlyWhereThatIsAskedFor() {
        Deque<Integer> results = new ArrayDeque<>(List.of(-LibC.EAGAIN(), -LibC.EAGAIN(), 7, -LibC.EAGAIN(), 8));

        assertThat(Ioctl.retrying(-LibC.EAGAIN(), results::remove)).isEqualTo(7);
        assertThat(Ioctl.retrying(results::remove)).isEqualTo(-LibC.EAGAIN());
        assertThat(results).as("results of calls not made").containsExactly(8);
    }

    @Test
    void anErrorAfterARetryIsReturned() {
        Deque<Integer> results = new ArrayDeque<>(List.of(-LibC.EINTR(), -LibC.ENOMEM(), 0));

        assertThat(Ioctl.retrying(results::remove)).isEqualTo(-LibC.ENOMEM());
        assertThat(results).as("results of calls not made").containsExactly(0);
    }

    /** 0, a result, EPERM, EIO, EBADF, ENOMEM, EBUSY, EINVAL, ETIMEDOUT. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1, -5, -9, -12, -16, -22, -110})
    void anyOtherResultIsReturnedAtOnce(int result) {
        Deque<Integer> results = new ArrayDeque<>(List.of(result, 0));

        assertThat(Ioctl.retrying(results::remove)).isEqualTo(result);
        assertThat(results).as("results of calls not made").hasSize(1);
    }
}
