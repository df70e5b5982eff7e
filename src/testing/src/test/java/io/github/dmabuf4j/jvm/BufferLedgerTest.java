// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.AllocationSite;
import io.github.dmabuf4j.BufferLedger;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.RecordedBuffer;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.FreedLog;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import io.github.dmabuf4j.testing.MemfdAllocator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In a package of its own: the ledger leaves out the frames of the library's packages. */
@ExtendWith(UnchangedDescriptors.class)
class BufferLedgerTest {
    private static final int PAGE = 4096;

    private final MemfdAllocator allocator = MemfdAllocator.open();

    @BeforeEach
    void start() {
        BufferLedger.start();
    }

    @AfterEach
    void stop() {
        BufferLedger.stop();
        allocator.close();
    }

    private DmaBuf small() throws DmaBufException {
        return allocator.allocate(PAGE);
    }

    private DmaBuf large() throws DmaBufException {
        return allocator.allocate(8 * PAGE);
    }

    private static String method(AllocationSite site) {
        return site.stack().get(0).getMethodName();
    }

    @Test
    void buffersAreGroupedByTheCallsThatLedToThem() throws DmaBufException {
        List<DmaBuf> buffers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            buffers.add(small());
        }
        buffers.add(large());

        List<AllocationSite> sites = BufferLedger.sites();

        assertThat(sites).extracting(BufferLedgerTest::method).containsExactly("large", "small");
        assertThat(sites).extracting(AllocationSite::count).containsExactly(1L, 3L);
        assertThat(sites).extracting(AllocationSite::bytes).containsExactly(8L * PAGE, 3L * PAGE);
        assertThat(sites.get(0).stack().get(1).getMethodName()).isEqualTo("buffersAreGroupedByTheCallsThatLedToThem");
        assertThat(BufferLedger.report(1))
                .contains("1 buffers, 32768 bytes\n    at io.github.dmabuf4j.jvm.BufferLedgerTest.large(")
                .doesNotContain("3 buffers, ");
        buffers.forEach(DmaBuf::close);
        assertThat(BufferLedger.sites()).isEmpty();
    }

    @Test
    void theCallsWithinTheLibraryAreLeftOut() throws DmaBufException {
        try (Frame frame = Frame.allocate(allocator, FrameLayout.linear(DrmFormat.R8, 64, 64));
                Frame again = frame.duplicate()) {
            assertThat(again.buffers()).hasSize(1);
            assertThat(BufferLedger.sites())
                    .hasSize(2)
                    .extracting(BufferLedgerTest::method)
                    .containsOnly("theCallsWithinTheLibraryAreLeftOut");
        }
    }

    @Test
    void aBufferIsListedWithWhatIdentifiesIt() throws DmaBufException {
        Instant before = Instant.now().minus(Duration.ofMillis(1));
        try (DmaBuf first = small();
                DmaBuf second = first.duplicate()) {
            List<RecordedBuffer> recorded = BufferLedger.buffers();

            assertThat(recorded).extracting(RecordedBuffer::fd).containsExactly(second.fd(), first.fd());
            assertThat(recorded).extracting(RecordedBuffer::inode).containsOnly(first.inode());
            assertThat(recorded).extracting(RecordedBuffer::size).containsOnly((long) PAGE);
            assertThat(recorded.get(0).origin()).isEqualTo("a duplicate");
            assertThat(recorded).allSatisfy(buffer -> assertThat(buffer.since()).isBetween(before, Instant.now()));
        }
        assertThat(BufferLedger.buffers()).isEmpty();
    }

    @Test
    void whatIsClosedDetachedOrFailsIsNotListed() throws DmaBufException {
        DmaBuf detached = small();
        Sys.close(detached.detachFd());
        DmaBuf closed = small();
        try (HeldFd held = closed.holdFd()) {
            closed.close();
            assertThat(held.isOpen()).isTrue();
            assertThat(BufferLedger.sites()).hasSize(1);
            // Nobody may ask the kernel about it any more.
            assertThat(BufferLedger.buffers()).isEmpty();
        }
        assertThat(BufferLedger.sites()).isEmpty();
        try {
            DmaBuf.adopt(-1);
        } catch (DmaBufException expected) {
            assertThat(BufferLedger.sites()).isEmpty();
        }
    }

    @Test
    void whatWasDroppedIsListedUntilItIsFreedAndReportedWithItsSite() throws Exception {
        String log = FreedLog.of(() -> {
            long size = small().size();
            assertThat(BufferLedger.sites()).hasSize(1);
            return size;
        });

        assertThat(log).contains("was dropped without close").contains("BufferLedgerTest.small(");
        assertThat(BufferLedger.sites()).isEmpty();
    }

    @Test
    void whatWasOpenedWhileItWasOffIsCountedAsUnknown() throws DmaBufException {
        BufferLedger.stop();
        try (DmaBuf unknown = small()) {
            assertThat(BufferLedger.report(5)).contains("the ledger is off");
            BufferLedger.start();
            try (DmaBuf known = small()) {
                assertThat(BufferLedger.buffers())
                        .extracting(RecordedBuffer::fd)
                        .containsExactly(known.fd());
                assertThat(BufferLedger.report(5)).containsPattern("opened before the ledger was on: [1-9]");
            }
            assertThat(unknown.isOpen()).isTrue();
        }
    }

    @Test
    void itForgetsWhenItIsStopped() throws DmaBufException {
        try (DmaBuf buffer = small()) {
            BufferLedger.stop();
            BufferLedger.start();
            assertThat(BufferLedger.sites()).isEmpty();
            assertThat(buffer.isOpen()).isTrue();
        }
        try (DmaBuf next = large()) {
            assertThat(BufferLedger.sites()).extracting(AllocationSite::bytes).containsExactly(next.size());
        }
    }

    @Test
    void manyThreadsAddAndRemove() throws Exception {
        Callable<Void> churn = () -> {
            for (int i = 0; i < 300; i++) {
                try (DmaBuf first = small();
                        DmaBuf second = large()) {
                    assertThat(first.isOpen() && second.isOpen()).isTrue();
                    assertThat(BufferLedger.sites()).isNotEmpty();
                }
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Void> done : threads.invokeAll(List.of(churn, churn, churn, churn))) {
                done.get();
            }
        }
        assertThat(BufferLedger.buffers()).isEmpty();
    }

    @Test
    void aPropertyTurnsItOnFromTheFirstBufferOn() throws Exception {
        assertThat(ChildJvm.run(LedgerMain.class, "-Dio.github.dmabuf4j.ledger=true"))
                .isEqualTo("1 LedgerMain.allocate\n");
        assertThat(ChildJvm.run(LedgerMain.class)).isEqualTo("0\n");
    }
}
