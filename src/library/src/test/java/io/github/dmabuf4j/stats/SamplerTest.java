// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.events.PressureTrigger;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a source that says what the tests want. No test depends on how fast this machine is. */
@ExtendWith(UnchangedDescriptors.class)
@Timeout(120)
class SamplerTest {
    private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final FakeSource source =
            new FakeSource("procfs", StatsCapability.HOLDERS).with(buffer(7).heldBy(20));
    private final BlockingQueue<Sample> samples = new LinkedBlockingQueue<>();

    private Sampler.Builder settings() {
        return Sampler.of(MachineStats.of(List.of(source)));
    }

    private String nextReason() throws InterruptedException {
        return samples.take().reason();
    }

    /** For lambdas; nobody interrupts the threads of these tests. */
    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupt) {
            throw new AssertionError(interrupt);
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException interrupt) {
            throw new AssertionError(interrupt);
        }
    }

    private static List<Thread> samplerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dmabuf-sampler"))
                .toList();
    }

    @AfterEach
    void noThreadIsLeft() {
        assertThat(samplerThreads()).isEmpty();
    }

    @Test
    void theFirstSampleIsThatOfTheStart() throws Exception {
        try (Sampler sampler = settings().start(samples::add)) {
            assertThat(sampler).isNotNull();
            Sample first = samples.take();

            assertThat(first.reason()).isEqualTo(Sample.START);
            assertThat(first.snapshot().buffers())
                    .containsExactly(buffer(7).heldBy(20).toInfo());
        }
    }

    @Test
    void periodicSamplesFollow() throws Exception {
        try (Sampler sampler = settings().every(Duration.ofMillis(5)).start(samples::add)) {
            assertThat(sampler).isNotNull();
            assertThat(nextReason()).isEqualTo(Sample.START);
            for (int i = 0; i < 5; i++) {
                assertThat(nextReason()).isEqualTo(Sample.INTERVAL);
            }
        }
    }

    @Test
    void eachSampleIsOfItsTime() throws Exception {
        try (Sampler sampler = settings().start(samples::add)) {
            assertThat(samples.take().snapshot().buffers()).hasSize(1);
            source.with(buffer(7).heldBy(20), buffer(8).heldBy(20));
            sampler.sampleNow("more");

            Sample next = samples.take();

            assertThat(next.reason()).isEqualTo("more");
            assertThat(next.snapshot().buffers()).hasSize(2);
        }
    }

    @Test
    void requestsAreServedInTheirOrder() throws Exception {
        try (Sampler sampler = settings().every(NEVER).start(samples::add)) {
            for (String reason : List.of("a", "b", "c")) {
                sampler.sampleNow(reason);
            }

            for (String reason : List.of(Sample.START, "a", "b", "c")) {
                assertThat(nextReason()).isEqualTo(reason);
            }
        }
        assertThat(samples).isEmpty();
    }

    /** Delivers nothing before it may. */
    private final class HeldDelivery implements SampleListener {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        @Override
        public void sampled(Sample sample) {
            begun.countDown();
            await(mayEnd);
            samples.add(sample);
        }
    }

    @Test
    void whatIsAskedForWhileAnotherIsDeliveredComesAfterwards() throws Exception {
        HeldDelivery delivery = new HeldDelivery();
        try (Sampler sampler = settings().start(delivery)) {
            delivery.begun.await();
            sampler.sampleNow("a");
            sampler.sampleNow("b");
            assertThat(samples).isEmpty();
            delivery.mayEnd.countDown();

            assertThat(List.of(nextReason(), nextReason(), nextReason())).containsExactly(Sample.START, "a", "b");
        }
    }

    /** Else the samples for a flood of signals would go on long after it, and take memory meanwhile. */
    @Test
    void requestsOfOneReasonThatWaitGetOneSample() throws Exception {
        HeldDelivery delivery = new HeldDelivery();
        try (Sampler sampler = settings().start(delivery)) {
            delivery.begun.await();
            for (String reason : List.of("signal", "other", "signal", "signal", "last")) {
                sampler.sampleNow(reason);
            }
            delivery.mayEnd.countDown();

            for (String reason : List.of(Sample.START, "signal", "other", "last")) {
                assertThat(nextReason()).isEqualTo(reason);
            }
            sampler.sampleNow("signal");
            assertThat(nextReason()).as("none waits any more").isEqualTo("signal");
        }
        assertThat(samples).isEmpty();
    }

    @Test
    void samplesNeverOverlapAndNoRequestIsLost() throws Exception {
        int callers = 4;
        int each = 25;
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicReference<Thread> thread = new AtomicReference<>();
        AtomicBoolean oneThread = new AtomicBoolean(true);
        SampleListener listener = sample -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            thread.compareAndSet(null, Thread.currentThread());
            oneThread.compareAndSet(true, thread.get() == Thread.currentThread());
            samples.add(sample);
            running.decrementAndGet();
        };
        try (Sampler sampler = settings().every(Duration.ofMillis(1)).start(listener)) {
            List<Thread> threads = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                String name = "caller " + caller + " request ";
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < each; i++) {
                        sampler.sampleNow(name + i);
                    }
                }));
            }
            int asked = 0;
            while (asked < callers * each) {
                asked += nextReason().startsWith("caller") ? 1 : 0;
            }
            for (Thread caller : threads) {
                caller.join();
            }
            assertThat(thread.get().isDaemon()).isTrue();
        }
        assertThat(most).hasValue(1);
        assertThat(oneThread).isTrue();
        assertThat(samples).extracting(Sample::reason).noneMatch(reason -> reason.startsWith("caller"));
    }

    /** The interval began with the sampler or later: what is due twice the interval after that is no late one. */
    @Test
    void aPeriodicSampleThatFallsDueWhileAnotherIsDeliveredIsLeftOut() throws Exception {
        Duration interval = Duration.ofMillis(300);
        long begin = System.nanoTime();
        AtomicReference<Duration> time = new AtomicReference<>();
        SampleListener listener = sample -> {
            if (sample.reason().equals(Sample.START)) {
                sleep(400);
            } else {
                time.compareAndSet(null, Duration.ofNanos(System.nanoTime() - begin));
            }
            samples.add(sample);
        };
        try (Sampler sampler = settings().every(interval).start(listener)) {
            assertThat(sampler).isNotNull();
            assertThat(nextReason()).isEqualTo(Sample.START);
            assertThat(nextReason()).isEqualTo(Sample.INTERVAL);
        }
        assertThat(time.get()).isGreaterThanOrEqualTo(interval.multipliedBy(2));
    }

    private void assertGoesOnAfter(SampleListener listener) throws Exception {
        try (Sampler sampler = settings().start(listener)) {
            sampler.sampleNow("next");

            assertThat(nextReason()).isEqualTo("next");
        }
    }

    @Test
    void aListenerThatThrowsDoesNotEndIt() throws Exception {
        assertGoesOnAfter(sample -> {
            if (sample.reason().equals(Sample.START)) {
                throw new IllegalStateException("thrown by a test");
            }
            samples.add(sample);
        });
    }

    private static final class Failures implements SampleListener {
        final BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
        final BlockingQueue<DmaBufException> failures = new LinkedBlockingQueue<>();
        private final Consumer<Sample> sampled;

        Failures(Consumer<Sample> sampled) {
            this.sampled = sampled;
        }

        @Override
        public void sampled(Sample sample) {
            sampled.accept(sample);
        }

        @Override
        public void failed(String reason, DmaBufException failure) {
            failures.add(failure);
            reasons.add(reason);
            throw new IllegalStateException("thrown by a test");
        }
    }

    @Test
    void aSnapshotThatCannotBeTakenIsToldAndDoesNotEndIt() throws Exception {
        source.failing(true);
        Failures listener = new Failures(samples::add);
        try (Sampler sampler = settings().start(listener)) {
            assertThat(listener.reasons.take()).isEqualTo(Sample.START);
            assertThat(listener.failures.take()).hasMessageStartingWith("read on procfs failed: EIO (5)");
            sampler.sampleNow("again");
            assertThat(listener.reasons.take()).isEqualTo("again");
            source.failing(false);
            sampler.sampleNow("now");

            assertThat(nextReason()).isEqualTo("now");
        }
        assertThat(listener.reasons).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.github.dmabuf4j.support.Errors#all")
    void f17_anErrorInASnapshotIsReportedAndDoesNotEndIt(Error error) throws Exception {
        source.throwing(error);
        Failures listener = new Failures(samples::add);
        try (Sampler sampler = settings().start(listener)) {
            assertThat(listener.reasons.take()).isEqualTo(Sample.START);
            assertThat(listener.failures.take())
                    .hasMessage("snapshot on this machine's buffers failed: " + error)
                    .hasCause(error);
            source.throwing(null);
            sampler.sampleNow("now");

            assertThat(nextReason()).isEqualTo("now");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.dmabuf4j.support.Errors#all")
    void f17_anErrorInAListenerDoesNotEndIt(Error error) throws Exception {
        assertGoesOnAfter(sample -> {
            if (sample.reason().equals(Sample.START)) {
                throw error;
            }
            samples.add(sample);
        });
    }

    /** A clock that throws this after the first time it is read, by the constructor. */
    private static LongSupplier throwing(Supplier<@Nullable Error> errors) {
        AtomicInteger readings = new AtomicInteger();
        return () -> {
            Error error = readings.getAndIncrement() == 0 ? null : errors.get();
            if (error != null) {
                throw error;
            }
            return 0;
        };
    }

    @Test
    void f17_aLinkageErrorWhileItWaitsIsTold() throws Exception {
        NoClassDefFoundError error = new NoClassDefFoundError("thrown by a test");
        Failures listener = new Failures(samples::add);
        try (Sampler sampler =
                settings().every(NEVER).clock(throwing(() -> error)).start(listener)) {
            for (int i = 0; i < 2; i++) {
                assertThat(listener.reasons.take()).isEqualTo("wait");
                assertThat(listener.failures.take())
                        .hasMessage("wait on a reason for a sample failed: " + error)
                        .hasCause(error);
            }
            sampler.sampleNow("now");
            assertThat(nextReason()).isEqualTo(Sample.START);
            assertThat(nextReason()).isEqualTo("now");
        }
    }

    @Test
    void aLinkageErrorThatCannotBeToldDoesNotKeepAProcessorBusy() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        NoClassDefFoundError error = new NoClassDefFoundError() {
            @Override
            public String getMessage() {
                throw new OutOfMemoryError("thrown by a test");
            }
        };
        LongSupplier clock = throwing(() -> {
            thread.set(Thread.currentThread());
            return error;
        });
        try (Sampler sampler = settings().every(NEVER).clock(clock).start(samples::add)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (thread.get() == null || thread.get().getState() != Thread.State.TIMED_WAITING) {
                assertThat(System.nanoTime()).as("no pause").isLessThan(end);
                Thread.onSpinWait();
            }
            assertThat(sampler.isOpen()).isTrue();
        }
    }

    @Test
    void f17_anOutOfMemoryErrorWhileItWaitsIsNotTold() throws Exception {
        AtomicInteger thrown = new AtomicInteger();
        Failures listener = new Failures(samples::add);
        LongSupplier clock =
                throwing(() -> thrown.getAndIncrement() < 3 ? new OutOfMemoryError("thrown by a test") : null);
        try (Sampler sampler = settings().every(NEVER).clock(clock).start(listener)) {
            while (thrown.get() <= 3) {
                sleep(1);
            }
            sampler.sampleNow("now");
            assertThat(nextReason()).isEqualTo(Sample.START);
            assertThat(nextReason()).isEqualTo("now");
        }
        assertThat(listener.reasons).isEmpty();
    }

    @Test
    void withoutAMethodForFailuresTheyAreLogged() throws Exception {
        source.failing(true);
        try (Sampler sampler = settings().start(samples::add)) {
            while (source.reads.get() == 0) {
                sleep(1);
            }
            source.failing(false);
            sampler.sampleNow("now");

            assertThat(nextReason()).isEqualTo("now");
        }
    }

    @Test
    void closeWaitsForTheDelivery() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicBoolean delivered = new AtomicBoolean();
        Sampler sampler = settings().start(sample -> {
            entered.countDown();
            await(leave);
            sleep(50);
            delivered.set(true);
        });
        entered.await();
        AtomicBoolean deliveredWhenClosed = new AtomicBoolean();
        Thread closer = Thread.ofPlatform().start(() -> {
            sampler.close();
            deliveredWhenClosed.set(delivered.get());
        });
        while (closer.getState() == Thread.State.RUNNABLE || closer.getState() == Thread.State.NEW) {
            sleep(1);
        }
        leave.countDown();
        closer.join();

        assertThat(deliveredWhenClosed).isTrue();
    }

    @Test
    void anInterruptedThreadClosesItAllTheSame() throws Exception {
        Sampler sampler = settings().start(sample -> {
            sleep(50);
            samples.add(sample);
        });
        while (source.reads.get() == 0) {
            sleep(1);
        }
        Thread.currentThread().interrupt();
        sampler.close();

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(samplerThreads()).isEmpty();
    }

    @Test
    void aListenerMayCloseTheSamplerThatCallsIt() throws Exception {
        AtomicReference<Sampler> sampler = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        sampler.set(settings().every(Duration.ofMillis(1)).start(sample -> {
            await(started);
            sampler.get().close();
            samples.add(sample);
            closed.countDown();
        }));
        started.countDown();
        closed.await();
        sampler.get().close();

        assertThat(samples).hasSize(1);
    }

    @Test
    void afterTheCloseNothingIsDelivered() throws Exception {
        Sampler sampler = settings().every(Duration.ofMillis(1)).start(samples::add);
        assertThat(nextReason()).isEqualTo(Sample.START);
        assertThat(sampler.isOpen()).isTrue();
        sampler.close();
        assertThat(sampler.isOpen()).isFalse();
        int delivered = samples.size();
        sampler.sampleNow("too late");
        sampler.close();
        sleep(50);

        assertThat(samples).hasSize(delivered);
        assertThat(samples).extracting(Sample::reason).doesNotContain("too late");
    }

    @Test
    void whatWasAskedForBeforeTheCloseIsLeftOut() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Sampler sampler = settings().start(sample -> {
            samples.add(sample);
            entered.countDown();
            await(leave);
        });
        entered.await();
        sampler.sampleNow("never");
        Thread closer = Thread.ofPlatform().start(sampler::close);
        while (closer.getState() == Thread.State.RUNNABLE || closer.getState() == Thread.State.NEW) {
            sleep(1);
        }
        leave.countDown();
        closer.join();

        assertThat(samples).extracting(Sample::reason).containsExactly(Sample.START);
    }

    @Test
    void settingsStartAsManySamplersAsAreAskedFor() throws Exception {
        Sampler.Builder settings = settings();
        BlockingQueue<Sample> others = new LinkedBlockingQueue<>();
        Sampler one = settings.start(samples::add);
        try (Sampler other = settings.start(others::add)) {
            assertThat(nextReason()).isEqualTo(Sample.START);
            assertThat(others.take().reason()).isEqualTo(Sample.START);
            one.close();
            other.sampleNow("still alive");

            assertThat(others.take().reason()).isEqualTo("still alive");
        }
    }

    @Test
    void manySamplersLeaveNothing() throws Exception {
        for (int i = 0; i < 200; i++) {
            settings().every(Duration.ofMillis(1)).start(samples::add).close();
        }
        assertThat(samplerThreads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-0.000000001S", "PT-1H"})
    void anIntervalMustBePositive(String interval) {
        Sampler.Builder settings = settings();

        assertThatThrownBy(() -> settings.every(Duration.parse(interval)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an interval of " + interval + " is not positive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT2562047788015H12M30.999999999S"})
    void anyPositiveIntervalIsTaken(String interval) throws Exception {
        try (Sampler sampler = settings().every(Duration.parse(interval)).start(samples::add)) {
            sampler.sampleNow("asked for");
            while (!nextReason().equals("asked for")) {
                // Those of the shorter interval.
            }
        }
    }

    @Test
    void theEndOfAProcessGivesASampleWithThatTrigger() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        int pid = (int) process.pid();
        try (Sampler sampler =
                settings().onProcessEnd(ProcessChoice.pid(pid)).every(NEVER).start(samples::add)) {
            assertThat(nextReason()).isEqualTo(Sample.START);
            process.destroyForcibly().waitFor();
            Sample end = samples.take();

            assertThat(end.reason()).isEqualTo(Sample.PROCESS_END);
            assertThat(end.triggers())
                    .singleElement()
                    .extracting(trigger -> ((ProcessEnd) trigger).process().pid())
                    .isEqualTo(pid);
            sampler.sampleNow("next");
            assertThat(nextReason()).isEqualTo("next");
        } finally {
            process.getInputStream().close();
            process.getErrorStream().close();
            process.getOutputStream().close();
        }
    }

    /** The process of the source is not there: it has ended since the snapshot, as far as the sampler knows. */
    @Test
    void aHolderThatEndedAfterTheSnapshotGivesOneSample() throws Exception {
        source.with(buffer(7).heldBy(Integer.MAX_VALUE));
        try (Sampler sampler = settings().onHolderEnd().start(sample -> {
            source.with();
            samples.add(sample);
        })) {
            assertThat(nextReason()).isEqualTo(Sample.START);
            assertThat(samples.take().triggers())
                    .extracting(trigger -> ((ProcessEnd) trigger).cause())
                    .containsExactly(EndCause.UNKNOWN);
            sampler.sampleNow("next");
            assertThat(nextReason()).isEqualTo("next");
        }
    }

    @Test
    void aProcessThatIsNotThereIsRefused() {
        Sampler.Builder settings = settings().onProcessEnd(ProcessChoice.pid(Integer.MAX_VALUE));

        assertThatThrownBy(() -> settings.start(samples::add))
                .isInstanceOf(DmaBufException.class)
                .hasMessageContaining("ESRCH");
    }

    @Test
    void withoutDescriptorsForProcessesItDoesNotStartAndLeavesNone() throws Exception {
        int self = (int) ProcessHandle.current().pid();
        settings().onProcessEnd(ProcessChoice.pid(self)).start(samples::add).close();
        for (int more = 0; more < 3; more++) {
            try (DescriptorLimit limit = DescriptorLimit.leaving(more)) {
                assertThat(limit).isNotNull();
                assertThatThrownBy(() -> settings()
                                .onProcessEnd(ProcessChoice.pid(self))
                                .start(samples::add)
                                .close())
                        .isInstanceOf(DmaBufException.class)
                        .hasMessageContaining("EMFILE");
            }
        }
    }

    @Test
    void aSampleThatReachesALimitSaysSo() throws Exception {
        Limit limit = Limit.ofTotal(4096);
        source.with(buffer(7).size(4095).heldBy(20));
        try (Sampler sampler = settings().when(limit).start(samples::add)) {
            assertThat(samples.take().triggers()).isEmpty();
            source.with(buffer(7).size(4096).heldBy(20));
            sampler.sampleNow("not responding: camera");
            Sample reached = samples.take();

            assertThat(reached.reason()).as("that of the program stays").isEqualTo("not responding: camera");
            assertThat(reached.triggers()).containsExactly(new LimitReached(limit, "", 4096));
        }
    }

    @Test
    void aPeriodicSampleThatReachesALimitHasThatReason() throws Exception {
        source.with(buffer(7).size(4095).heldBy(20));
        try (Sampler sampler = settings()
                .when(Limit.ofTotal(4096))
                .every(Duration.ofMillis(5))
                .start(sample -> {
                    source.with(buffer(7).size(4096).heldBy(20));
                    samples.add(sample);
                })) {
            assertThat(sampler.sinceLastTurn()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(List.of(nextReason(), nextReason(), nextReason()))
                    .containsExactly(Sample.START, Sample.LIMIT, Sample.INTERVAL);
        }
    }

    @Test
    void whereTheKernelSignalsPressureItIsWatched() throws Exception {
        assumeTrue(Files.isWritable(Path.of(PressureTrigger.FILE)), "memory pressure");
        for (PressureLevel level : PressureLevel.values()) {
            try (Sampler sampler = settings().onPressure(level).start(samples::add)) {
                sampler.sampleNow("asked for");
                while (!nextReason().equals("asked for")) {
                    // The start's, and those of pressure if there is some.
                }
            }
        }
    }

    @Test
    void whereTheKernelSignalsNoPressureItDoesNotStart() {
        assumeTrue(!Files.exists(Path.of(PressureTrigger.FILE)), "no memory pressure");
        Sampler.Builder settings = settings().onPressure(PressureLevel.LOW);

        assertThatThrownBy(() -> settings.start(samples::add))
                .isInstanceOf(DmaBufException.class)
                .hasMessageContaining("CONFIG_PSI=y");
    }
}
