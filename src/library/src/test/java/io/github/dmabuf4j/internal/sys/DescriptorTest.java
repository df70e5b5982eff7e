// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UnchangedDescriptors.class)
class DescriptorTest {
    private static final int USERS = 8;
    private static final int ROUNDS = 500;

    private final Counting descriptor = new Counting();

    /** Counts instead of closing: its number is no descriptor. */
    private static final class Counting extends Descriptor {
        final AtomicInteger disposals = new AtomicInteger();

        Counting() {
            super(-1);
        }

        @Override
        public String target() {
            return "the counted one";
        }

        @Override
        protected void dispose() {
            disposals.incrementAndGet();
        }
    }

    private static Descriptor devNull() {
        return new NamedDescriptor(Sys.open("/dev/null", LibC.O_RDONLY() | LibC.O_CLOEXEC()), "/dev/null");
    }

    @Test
    void aCloseThatNobodyHoldsUpDisposesAtOnce() {
        assertThat(descriptor.isClosed()).isFalse();
        assertThat(descriptor.isDisposed()).isFalse();

        assertThat(descriptor.close()).isTrue();

        assertThat(descriptor.isClosed()).isTrue();
        assertThat(descriptor.isDisposed()).isTrue();
        assertThat(descriptor.disposals).hasValue(1);
    }

    @Test
    void anAcquireAfterTheCloseNamesTheTarget() {
        descriptor.close();

        assertThatThrownBy(descriptor::acquire)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the counted one is closed");
        assertThat(descriptor.disposals).hasValue(1);
    }

    @Test
    void aCloseTakesEffectWithTheLastRelease() {
        descriptor.acquire();
        descriptor.acquire();

        assertThat(descriptor.close()).isTrue();
        assertThat(descriptor.isClosed()).isTrue();
        descriptor.release();
        assertThat(descriptor.isDisposed()).as("disposed with one holder left").isFalse();
        assertThat(descriptor.disposals).hasValue(0);

        descriptor.release();
        assertThat(descriptor.isDisposed()).isTrue();
        assertThat(descriptor.disposals).hasValue(1);
    }

    @Test
    void anAcquireBetweenTheCloseAndTheLastReleaseIsRefused() {
        descriptor.acquire();
        descriptor.close();

        assertThatThrownBy(descriptor::acquire).isInstanceOf(IllegalStateException.class);

        descriptor.release();
        assertThat(descriptor.disposals).hasValue(1);
    }

    @Test
    void furtherClosesDoNothing() {
        descriptor.acquire();
        assertThat(descriptor.close()).isTrue();
        assertThat(descriptor.close()).isFalse();
        descriptor.release();

        assertThat(descriptor.close()).isFalse();
        assertThat(descriptor.disposals).hasValue(1);
    }

    @Test
    void aReleaseWithoutACloseDisposesOfNothing() {
        descriptor.acquire();
        descriptor.release();

        assertThat(descriptor.disposals).hasValue(0);
        assertThat(descriptor.acquire()).isEqualTo(descriptor.number());
    }

    @Test
    void whatIsAbandonedIsDisposedOf() {
        assertThat(descriptor.abandon()).isTrue();

        assertThat(descriptor.disposals).hasValue(1);
        assertThat(descriptor.close()).as("a close that comes later").isFalse();
        assertThat(descriptor.disposals).hasValue(1);
        assertThatThrownBy(descriptor::acquire).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReleaseAfterAnAbandonDisposesOfNothing() {
        descriptor.acquire();
        descriptor.acquire();

        assertThat(descriptor.abandon()).isTrue();
        descriptor.release();
        descriptor.release();

        assertThat(descriptor.disposals).hasValue(1);
    }

    @Test
    void anAbandonOvertakesACloseThatIsHeldUp() {
        descriptor.acquire();
        descriptor.close();

        assertThat(descriptor.abandon()).isTrue();
        descriptor.release();

        assertThat(descriptor.disposals).hasValue(1);
    }

    @Test
    void anAbandonOfWhatIsDisposedOfDoesNothing() {
        descriptor.close();

        assertThat(descriptor.abandon()).isFalse();

        assertThat(descriptor.disposals).hasValue(1);
    }

    @Test
    void aSecondAbandonDoesNothing() {
        descriptor.abandon();

        assertThat(descriptor.abandon()).isFalse();

        assertThat(descriptor.disposals).hasValue(1);
    }

    @Test
    void whatIsDetachedIsClosedAndNotDisposedOf() {
        assertThat(descriptor.detach()).isEqualTo(descriptor.number());

        assertThat(descriptor.isClosed()).isTrue();
        assertThat(descriptor.isDisposed()).isTrue();
        assertThatThrownBy(descriptor::acquire).isInstanceOf(IllegalStateException.class);
        assertThat(descriptor.close()).as("a close that comes later").isFalse();
        assertThat(descriptor.abandon()).as("the Cleaner").isFalse();
        assertThat(descriptor.disposals).hasValue(0);
    }

    @Test
    void whatIsClosedOrDetachedCannotBeDetached() {
        descriptor.detach();
        assertThatThrownBy(descriptor::detach)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the counted one is closed");

        Counting closed = new Counting();
        closed.close();
        assertThatThrownBy(closed::detach)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the counted one is closed");
        assertThat(closed.disposals).hasValue(1);
    }

    @Test
    void whatIsHeldCannotBeDetachedAndStaysOpen() {
        descriptor.acquire();

        assertThatThrownBy(descriptor::detach)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the counted one is in use and cannot be detached");

        assertThat(descriptor.isClosed()).isFalse();
        descriptor.release();
        assertThat(descriptor.detach()).isEqualTo(descriptor.number());
    }

    @Test
    void whatIsHeldAndClosedCannotBeDetached() {
        descriptor.acquire();
        descriptor.close();

        assertThatThrownBy(descriptor::detach).hasMessage("the counted one is closed");

        descriptor.release();
        assertThat(descriptor.disposals).hasValue(1);
    }

    @Test
    void aClosedDescriptorIsGone() {
        Descriptor devNull = devNull();
        assertThat(OpenFiles.link(devNull.number())).isEqualTo("/dev/null");

        devNull.close();

        assertThat(OpenFiles.link(devNull.number())).isEmpty();
    }

    @Test
    @Timeout(60)
    void manyThreadsThatUseAndCloseItDisposeOfItOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Counting shared = new Counting();

            useAndCloseAtOnce(shared, fd -> 0);

            assertThat(shared.disposals).as("round %d", round).hasValue(1);
            assertThat(shared.isDisposed()).isTrue();
        }
    }

    @Test
    @Timeout(60)
    void whoHoldsARealDescriptorNeverSeesItClosed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Descriptor shared = devNull();

            List<Integer> results = useAndCloseAtOnce(shared, fd -> Sys.fcntl(fd, LibC.F_GETFD(), 0));

            assertThat(results).as("F_GETFD of users in round %d", round).containsOnly(LibC.FD_CLOEXEC());
            assertThat(OpenFiles.link(shared.number())).isEmpty();
        }
    }

    /** Each user tries to detach it at its end, and closes the number it gets. The last to end finds no other holder. */
    @Test
    @Timeout(60)
    void whoHoldsADescriptorNeverSeesItDetached() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Descriptor shared = devNull();
            AtomicInteger detachments = new AtomicInteger();

            List<Integer> results = useAndEndAtOnce(
                    shared, fd -> Sys.fcntl(fd, LibC.F_GETFD(), 0), () -> closeDetached(shared, detachments));

            assertThat(results).as("F_GETFD of users in round %d", round).containsOnly(LibC.FD_CLOEXEC());
            assertThat(detachments).as("round %d", round).hasValue(1);
            assertThat(OpenFiles.link(shared.number())).isEmpty();
        }
    }

    private static void closeDetached(Descriptor shared, AtomicInteger detachments) {
        int fd;
        try {
            fd = shared.detach();
        } catch (IllegalStateException closedOrInUse) {
            return;
        }
        detachments.incrementAndGet();
        Sys.close(fd);
    }

    private interface Use {
        int of(int fd);
    }

    private static List<Integer> useAndCloseAtOnce(Descriptor shared, Use use) throws Exception {
        return useAndEndAtOnce(shared, use, shared::close);
    }

    /** All users start at once, and each uses the descriptor until it is closed, which every user tries at some time. */
    private static List<Integer> useAndEndAtOnce(Descriptor shared, Use use, Runnable end) throws Exception {
        CyclicBarrier start = new CyclicBarrier(USERS);
        List<Callable<List<Integer>>> users = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            int turns = 1 + user * 10;
            users.add(() -> {
                start.await(10, TimeUnit.SECONDS);
                return useUntilClosed(shared, use, turns, end);
            });
        }
        List<Integer> results = new ArrayList<>(List.of(use.of(shared.acquire())));
        shared.release();
        ExecutorService threads = Executors.newFixedThreadPool(USERS);
        try {
            for (Future<List<Integer>> result : threads.invokeAll(users)) {
                results.addAll(result.get());
            }
        } finally {
            threads.shutdownNow();
        }
        return results;
    }

    private static List<Integer> useUntilClosed(Descriptor shared, Use use, int turns, Runnable end) {
        List<Integer> results = new ArrayList<>();
        for (int turn = 0; turn < turns; turn++) {
            int fd;
            try {
                fd = shared.acquire();
            } catch (IllegalStateException closed) {
                break;
            }
            results.add(use.of(fd));
            shared.release();
        }
        end.run();
        return results;
    }
}
