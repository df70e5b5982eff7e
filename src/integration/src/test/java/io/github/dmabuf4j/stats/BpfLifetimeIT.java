// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.Background;
import io.github.dmabuf4j.support.BpfPrograms;
import io.github.dmabuf4j.support.CommandedProcess;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.FailingCall;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Processes;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long the BPF programs stay in the kernel. */
@RealKernel
@Needs(BPF_ITERATORS)
@Smoke
class BpfLifetimeIT {
    private static final String CLOSED = "the BPF iterators are closed";

    /** More than loading takes. */
    private static final int MANY_DESCRIPTORS = 64;

    private static final int COLLECTIONS = 100;

    private final Set<Integer> before = BpfPrograms.numbers();

    @AfterEach
    void nothingStaysLoaded() throws InterruptedException {
        assertThat(BpfPrograms.remaining(before)).isEmpty();
    }

    @Test
    void closingUnloads() throws IOException {
        try (BpfStats stats = BpfStats.open()) {
            assertThat(stats.read().capabilities()).contains(StatsCapability.ALL_HOLDERS);
            assertThat(BpfPrograms.moreThan(before)).isNotEmpty();
        }
    }

    @Test
    void droppingUnloadsAfterACollection() throws Exception {
        drop();
        for (int i = 0; i < COLLECTIONS && !BpfPrograms.moreThan(before).isEmpty(); i++) {
            System.gc();
            Thread.sleep(20);
        }
        // The check after each test waits for the kernel.
    }

    private void drop() throws DmaBufException {
        BpfStats stats = BpfStats.open();
        stats.read();
        assertThat(BpfPrograms.moreThan(before)).isNotEmpty();
    }

    @Test
    void theEndOfTheProcessUnloads() throws IOException {
        try (CommandedProcess process = new CommandedProcess(Processes.startJvm(BpfHolderMain.class))) {
            assertThat(process.answerTo("the start")).isEqualTo("bpf");
            assertThat(BpfPrograms.moreThan(before)).isNotEmpty();
            process.kill();
        }
    }

    /** Each descriptor on the way is missing once. */
    @Test
    void whereNoDescriptorIsLeftNothingStays() throws Exception {
        // Loads the classes of each end: a class that is not in a jar takes a descriptor.
        assertThat(opensWith(MANY_DESCRIPTORS)).isTrue();
        for (int errno : new int[] {LibC.EMFILE(), LibC.EINVAL()}) {
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> FailingCall.BPF.with(errno, BpfStats::open));
        }
        int left = 0;
        while (!opensWith(left)) {
            left++;
        }
        assertThat(left).as("descriptors that loading and reading take").isPositive();
    }

    /** Whether so many descriptors are enough. If not, the failure says so. */
    private boolean opensWith(int descriptors) throws IOException {
        try (DescriptorLimit limit = DescriptorLimit.leaving(descriptors);
                BpfStats stats = BpfStats.open()) {
            assertThat(limit).isNotNull();
            stats.read();
            return true;
        } catch (DmaBufException failure) {
            assertThat(failure)
                    .message()
                    .containsAnyOf("EMFILE", "Too many open files")
                    .doesNotContain("verifier");
            return false;
        }
    }

    @Test
    void aClosedSourceSaysSo() throws IOException {
        BpfStats stats = BpfStats.open();
        stats.close();
        stats.close();

        assertThatIllegalStateException().isThrownBy(stats::read).withMessage(CLOSED);
        assertThatIllegalStateException().isThrownBy(stats::inodes).withMessage(CLOSED);
    }

    @Test
    void aReadingEndsWhenAnotherThreadCloses() throws Exception {
        for (int i = 0; i < 5; i++) {
            BpfStats stats = BpfStats.open();
            CountDownLatch reads = new CountDownLatch(1);
            Background<String> end = Background.of(() -> readUntilClosed(stats, reads));
            reads.await();
            stats.close();
            assertThat(end.result()).isEqualTo(CLOSED);
        }
    }

    private static String readUntilClosed(BpfStats stats, CountDownLatch reads) throws DmaBufException {
        try {
            while (true) {
                stats.read();
                reads.countDown();
            }
        } catch (IllegalStateException closed) {
            return String.valueOf(closed.getMessage());
        }
    }

    @Test
    void anInterruptDoesNotStopAReading() throws IOException {
        Thread.currentThread().interrupt();
        try (BpfStats stats = BpfStats.open()) {
            assertThat(stats.read().capabilities()).contains(StatsCapability.ALL_HOLDERS);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
