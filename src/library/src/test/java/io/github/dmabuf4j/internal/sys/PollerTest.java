// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.LastingDescriptors;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(UnchangedDescriptors.class)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PollerTest {
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final int IN = LibC.POLLIN();
    private static final int OUT = LibC.POLLOUT();

    @TempDir
    Path directory;

    private final Poller poller = Poller.shared();
    private Event event;

    @BeforeAll
    static void startThePoller() {
        LastingDescriptors.certainly();
    }

    @BeforeEach
    void openTheEvent() {
        event = new Event();
    }

    @AfterEach
    void closeTheEvent() {
        event.close();
        assertThat(event.isDisposed()).as("nothing holds the event").isTrue();
    }

    /** A wait that tells how often it was over, and whether it held its descriptor open when it was. */
    private static final class Told implements Poller.Waiting {
        final Event event;
        final AtomicInteger errno = new AtomicInteger();
        final AtomicInteger held = new AtomicInteger();
        final AtomicInteger over = new AtomicInteger();
        final CountDownLatch once = new CountDownLatch(1);
        final Poller.Wait wait;

        Told(Event event, int events) {
            wait = new Poller.Wait(event, events, this);
            this.event = event;
        }

        @Override
        public void happened() {
            if (event.isOpen()) {
                held.incrementAndGet();
            }
        }

        @Override
        public void over(int why) {
            errno.set(why);
            over.incrementAndGet();
            once.countDown();
        }
    }

    private Told begun(Event on, int events) {
        Told told = new Told(on, events);
        on.acquire();
        assertThat(poller.begin(told.wait)).isZero();
        on.release();
        return told;
    }

    /** Whatever happened before has been looked at when a wait of its own is over. */
    private void awaitThePoller() throws InterruptedException {
        try (CloseableEvent other = new CloseableEvent()) {
            Told told = begun(other.event, IN);
            other.event.set();
            told.once.await();
        }
    }

    private record CloseableEvent(Event event) implements AutoCloseable {
        CloseableEvent() {
            this(new Event());
        }

        @Override
        public void close() {
            event.close();
        }
    }

    private int await(int events, Duration time) throws InterruptedException {
        event.acquire();
        try {
            return poller.await(event, events, Deadline.after(time));
        } finally {
            event.release();
        }
    }

    private FutureTask<Integer> awaitInAThread(int events) {
        FutureTask<Integer> task = new FutureTask<>(() -> await(events, FOREVER));
        Thread.ofPlatform().start(task);
        return task;
    }

    @Test
    void whatHasHappenedIsToldAtOnce() throws InterruptedException {
        event.set();
        for (Duration time : List.of(Duration.ZERO, SHORT.negated(), SHORT, FOREVER)) {
            assertThat(await(IN, time)).isEqualTo(1);
        }
        assertThat(Poller.happened(event.number(), IN | OUT)).isEqualTo(IN | OUT);
    }

    @Test
    void whatHappensLaterIsWaitedFor() throws Exception {
        FutureTask<Integer> wait = awaitInAThread(IN);
        assertThat(await(IN, SHORT)).isZero();
        assertThat(wait.isDone()).isFalse();

        event.set();

        assertThat(wait.get()).isEqualTo(1);
    }

    @Test
    void theTimePasses() throws InterruptedException {
        long start = System.nanoTime();
        assertThat(await(IN, SHORT)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(await(IN, Duration.ofNanos(1))).isZero();
    }

    @Test
    void withoutTimeItOnlyAsks() throws InterruptedException {
        for (Duration none : List.of(Duration.ZERO, SHORT.negated(), Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThat(await(IN, none)).isZero();
        }
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        FutureTask<Integer> wait = new FutureTask<>(() -> await(IN, Duration.ofSeconds(Long.MAX_VALUE)));
        Thread waiter = Thread.ofPlatform().start(wait);
        assertThat(await(IN, SHORT)).isZero();
        waiter.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(wait::get)
                .withCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void waitsForDifferentEventsOfOneDescriptorAreOverApart() throws Exception {
        event.fill();
        Told toWrite = begun(event, OUT);
        Told toRead = begun(event, IN);
        Told toWriteToo = begun(event, OUT);

        toRead.once.await();
        awaitThePoller();
        assertThat(toWrite.over).hasValue(0);

        event.reset();
        toWrite.once.await();
        toWriteToo.once.await();
        assertThat(toRead.over).hasValue(1);
    }

    @Test
    void manyWaitForOneEvent() throws Exception {
        List<FutureTask<Integer>> waits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waits.add(awaitInAThread(IN));
        }
        assertThat(await(IN, SHORT)).isZero();
        event.set();
        for (FutureTask<Integer> wait : waits) {
            assertThat(wait.get()).isEqualTo(1);
        }
    }

    @Test
    void oneWaitIsToldOnce() throws Exception {
        Told told = begun(event, IN);
        event.set();
        told.once.await();
        awaitThePoller();
        assertThat(told.over).hasValue(1);
        assertThat(told.held).hasValue(1);
        poller.end(told.wait);
        poller.end(told.wait);
    }

    @Test
    void aWaitThatIsEndedIsNotTold() throws Exception {
        Told ended = begun(event, IN);
        Told other = begun(event, IN);
        poller.end(ended.wait);
        poller.end(ended.wait);
        event.set();
        other.once.await();
        assertThat(ended.over).hasValue(0);
        assertThat(ended.held).hasValue(0);
    }

    @Test
    void aWaitThatNeverBeganMayBeEnded() {
        poller.end(new Told(event, IN).wait);
    }

    @Test
    void anEventMayComeAgainAfterAWait() throws Exception {
        for (int i = 0; i < 100; i++) {
            Told told = begun(event, IN);
            event.set();
            told.once.await();
            event.reset();
        }
    }

    @Test
    void aCloseTakesEffectWhenAllWaitsAreEnded() {
        Told one = begun(event, IN);
        Told two = begun(event, OUT | IN);
        poller.end(two.wait);
        event.close();
        assertThat(event.isOpen()).isTrue();
        poller.end(one.wait);
        assertThat(event.isOpen()).isFalse();
    }

    @Test
    void aCloseDoesNotEndAWait() throws Exception {
        Told told = begun(event, IN);
        event.close();
        event.set();
        told.once.await();
        assertThat(told.held).as("open when it happened").hasValue(1);
        assertThat(event.isOpen()).as("and closed when that was told").isFalse();
    }

    @Test
    void whoIsToldFindsNoHoldOfTheWait() throws Exception {
        for (int i = 0; i < 1000; i++) {
            Event next = new Event();
            Told told = begun(next, IN);
            next.set();
            told.once.await();
            next.close();
            assertThat(next.isDisposed()).isTrue();
        }
    }

    @Test
    void whoEndsAWaitAmidItsEventFindsNoHoldOfIt() {
        for (int i = 0; i < 1000; i++) {
            Event next = new Event();
            Told told = begun(next, IN);
            next.set();
            poller.end(told.wait);
            next.close();
            assertThat(next.isDisposed()).isTrue();
        }
    }

    /** Throws when an event, or its end, is reported to it; the latter as often as it is to. */
    private static final class Failing implements Poller.Waiting {
        final AtomicInteger told = new AtomicInteger();
        private final @Nullable Error ofHappened;
        private final @Nullable Error ofOver;
        private final int times;

        Failing(@Nullable Error ofHappened, @Nullable Error ofOver, int times) {
            this.ofHappened = ofHappened;
            this.ofOver = ofOver;
            this.times = times;
        }

        @Override
        public void happened() {
            if (ofHappened != null) {
                throw ofHappened;
            }
        }

        @Override
        public void over(int errno) {
            if (ofOver != null && told.incrementAndGet() <= times) {
                throw ofOver;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.dmabuf4j.support.Errors#all")
    void f16_whatFailsInOneWaitStopsNoOther(Error error) throws Exception {
        event.acquire();
        assertThat(poller.begin(new Poller.Wait(event, IN, new Failing(error, null, 0))))
                .isZero();
        assertThat(poller.begin(new Poller.Wait(event, IN, new Failing(null, error, 1))))
                .isZero();
        event.release();
        Told other = begun(event, IN);

        event.set();

        other.once.await();
        awaitThePoller();
        assertThat(other.held).hasValue(1);
    }

    @Test
    void f16_anEndThatCannotBeReportedForWantOfMemoryIsReportedLater() throws Exception {
        Failing failing = new Failing(null, new OutOfMemoryError("thrown by a test"), 5);
        event.acquire();
        assertThat(poller.begin(new Poller.Wait(event, IN, failing))).isZero();
        event.release();

        event.set();

        while (failing.told.get() < 6) {
            awaitThePoller();
        }
        awaitThePoller();
        assertThat(failing.told).as("five in vain, and one").hasValue(6);
    }

    /** Real exhaustion: in a process of its own, whose heap is full while the events happen. */
    @Test
    void f16_noWaitIsLostWhileTheHeapIsFull() throws Exception {
        assertThat(ChildJvm.run(FullHeapMain.class, "-Xmx16m", "-XX:+UseSerialGC", "-XX:-UseTLAB"))
                .isEqualTo("all waits have ended\n");
    }

    private static Told beganWith(Poller poller, Event on) {
        Told told = new Told(on, IN);
        on.acquire();
        assertThat(poller.begin(told.wait)).isZero();
        on.release();
        return told;
    }

    /** The kernel's set that watches a descriptor. */
    private static int setThatWatches(Event watched) throws IOException {
        Pattern row = Pattern.compile("tfd: +" + watched.number() + " ");
        for (Map.Entry<Integer, String> open : OpenFiles.ofThisProcess().entrySet()) {
            String info = KernelFile.read("/proc/self/fdinfo/" + open.getKey()).text();
            if (open.getValue().equals("anon_inode:[eventpoll]")
                    && row.matcher(info).find()) {
                return open.getKey();
            }
        }
        throw new AssertionError("no set watches " + watched.number());
    }

    /** All who wait are released with the errno, and the next wait works. */
    @Test
    void f16_aLostSetEndsItsWaitsAndTheNextWaitMakesAnother() throws Exception {
        Poller other = new Poller();
        try (CloseableEvent second = new CloseableEvent();
                CloseableEvent third = new CloseableEvent()) {
            Told one = beganWith(other, event);
            lose(other, second.event);

            one.once.await();
            assertThat(one.errno.get()).isIn(LibC.EBADF(), LibC.EINVAL());
            assertThat(one.held).as("no event").hasValue(0);

            Told next = beganWith(other, third.event);
            third.event.set();
            next.once.await();
            assertThat(next.errno).hasValue(0);
            assertThat(next.held).hasValue(1);
            lose(other, second.event);
        }
    }

    /** Closes the set, and has the thread, which may be in the kernel with its file, see that. */
    private static void lose(Poller poller, Event any) throws Exception {
        Told told = beganWith(poller, any);
        Sys.close(setThatWatches(any));
        any.set();
        told.once.await();
        any.reset();
    }

    @Test
    void whatCannotBeWatchedIsRefusedAndNotHeld() {
        Event folder = new Event(Sys.open(directory.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC()));
        folder.acquire();
        assertThat(poller.begin(new Told(folder, IN).wait)).isEqualTo(-LibC.EPERM());
        folder.release();
        folder.close();
        assertThat(folder.isDisposed()).isTrue();
    }

    /** Others must not close what is owned here; where they do, the wait is not for the file that comes after. */
    @Test
    void anEventOfAnEarlierFileOfTheSameNumberIsNotTold() throws Exception {
        int number = event.number();
        int copy = Sys.fcntl(number, LibC.F_DUPFD_CLOEXEC(), 0);
        Told lost = begun(event, IN);
        Event next = new Event();
        // Replaces the file of the number; the set still watches the earlier one, which the copy keeps open.
        Sys.close(number);
        assertThat(Sys.fcntl(next.number(), LibC.F_DUPFD_CLOEXEC(), number)).isEqualTo(number);
        poller.end(lost.wait);

        Told told = begun(event, IN);
        Event.set(copy);
        awaitThePoller();
        assertThat(told.over).hasValue(0);

        next.set();
        told.once.await();
        assertThat(lost.over).hasValue(0);
        next.close();
        Sys.close(copy);
    }
}
