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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
}
