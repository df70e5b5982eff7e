// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.LiveBuffers;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.FreedLog;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UnchangedDescriptors.class)
class LiveBuffersTest {
    private static final int PAGE = 4096;

    private final MemfdAllocator allocator = MemfdAllocator.open();
    private LiveBuffers before = LiveBuffers.now();

    @BeforeEach
    void whatOtherTestsHaveDroppedIsFreed() throws InterruptedException {
        System.gc();
        Thread.sleep(50);
        before = LiveBuffers.now();
    }

    @AfterEach
    void close() {
        allocator.close();
    }

    /** More than before, as count, used memory and capacity in pages. */
    private void assertMore(int count, int usedPages, int capacityPages) {
        LiveBuffers now = LiveBuffers.now();
        assertThat(new LiveBuffers(
                        now.count() - before.count(),
                        now.memoryUsed() - before.memoryUsed(),
                        now.totalCapacity() - before.totalCapacity()))
                .isEqualTo(new LiveBuffers(count, (long) usedPages * PAGE, (long) capacityPages * PAGE));
    }

    @Test
    void aBufferCountsUntilItsCloseTakesEffect() throws DmaBufException {
        DmaBuf buffer = allocator.allocate(3 * PAGE);
        assertMore(1, 3, 3);
        try (HeldFd held = buffer.holdFd()) {
            buffer.close();
            assertThat(held.isOpen()).isTrue();
            assertMore(1, 3, 3);
        }
        assertMore(0, 0, 0);
        buffer.close();
        assertMore(0, 0, 0);
    }

    @Test
    void theMemoryOfDuplicatesCountsOnceUntilTheLastIsClosed() throws DmaBufException {
        DmaBuf buffer = allocator.allocate(2 * PAGE);
        DmaBuf first = buffer.duplicate();
        DmaBuf second = first.duplicate();
        assertMore(3, 2, 6);
        buffer.close();
        first.close();
        assertMore(1, 2, 2);
        second.close();
        assertMore(0, 0, 0);
    }

    @Test
    void whatWasDetachedIsNotOfThisJvmAnyMore() throws DmaBufException {
        DmaBuf buffer = allocator.allocate(PAGE);
        int fd = buffer.detachFd();
        assertMore(0, 0, 0);
        Sys.close(fd);
    }

    @Test
    void whatFailsIsNotCounted() {
        assertThatThrownBy(() -> allocator.allocate(Long.MAX_VALUE / 2)).isInstanceOf(DmaBufException.class);
        assertThatThrownBy(() -> DmaBuf.adopt(-1)).isInstanceOf(DmaBufException.class);
        assertMore(0, 0, 0);
    }

    @Test
    void whatWasDroppedCountsUntilItIsFreed() throws Exception {
        String log = FreedLog.of(() -> {
            DmaBuf dropped = allocator.allocate(PAGE);
            assertMore(1, 1, 1);
            return dropped.size();
        });

        assertThat(log).contains("was dropped without close");
        assertMore(0, 0, 0);
    }
}
