// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.MEMORY_CGROUPS;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.ControlGroup;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Samples that the end of a process causes: one each, with the cause, between what it held and what stayed behind. */
@RealKernel
@Needs(BUFFERS)
@Smoke
class ProcessEndIT {
    private static final long PATIENCE_SECONDS = 60;
    private static final long BYTES = 64L << 20;

    private final BlockingQueue<Sample> samples = new LinkedBlockingQueue<>();

    private Sample next() throws InterruptedException {
        Sample sample = samples.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(sample).as("a sample").isNotNull();
        return sample;
    }

    /** Takes a sample now, and watches the processes that it shows. */
    private Sample before(Sampler sampler) throws InterruptedException {
        assertThat(next().reason()).isEqualTo(Sample.START);
        sampler.sampleNow("before");
        Sample sample = next();
        assertThat(sample.reason()).isEqualTo("before");
        return sample;
    }

    private static ProcessEnd end(Sample sample) {
        assertThat(sample.reason()).isEqualTo(Sample.PROCESS_END);
        assertThat(sample.triggers()).singleElement().isInstanceOf(ProcessEnd.class);
        return (ProcessEnd) sample.triggers().get(0);
    }

    private static long held(Sample sample, long pid) {
        return sample.snapshot()
                .process((int) pid)
                .map(process -> process.usage().rss())
                .orElse(0L);
    }

    /** The time from a kill, or from the end as this JVM saw it, to the begin of the sample, in the report of the test. */
    private static void report(TestReporter reporter, String kill, Instant killed, Sample sample) {
        reporter.publishEntry(
                kill, Duration.between(killed, sample.snapshot().time()).toMillis() + " ms to the sample");
    }

    /** The child of a process that does not wait for it: also kernels before 6.15 report how it has ended. */
    @Test
    void aKilledProcessGivesOneSampleWithItsSignalAndWhatItHeld(TestReporter reporter) throws Exception {
        try (Holder parent = Holder.start();
                MachineStats stats = MachineStats.open()) {
            long inode = parent.alloc(Heaps.ordinary(), BYTES, 0);
            long pid = parent.fork();
            parent.close(0);
            try (Sampler sampler =
                    Sampler.of(stats).onProcessEnd(ProcessChoice.pid((int) pid)).start(samples::add)) {
                Sample before = before(sampler);
                Instant killed = Instant.now();
                assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly())
                        .isTrue();
                Sample after = next();
                report(reporter, "SIGKILL", killed, after);

                assertThat(end(after))
                        .extracting(one -> (long) one.process().pid(), ProcessEnd::cause, ProcessEnd::code)
                        .containsExactly(pid, EndCause.KILLED, OptionalInt.of(9));
                assertThat(held(before, pid)).isEqualTo(BYTES);
                assertThat(before.snapshot().buffer(inode)).isPresent();
                assertThat(after.snapshot().buffer(inode)).isEmpty();
                assertNoneFollows(sampler);
            }
        }
    }

    private void assertNoneFollows(Sampler sampler) throws InterruptedException {
        sampler.sampleNow("last");
        assertThat(next().reason()).isEqualTo("last");
    }

    /** The buffers are of the system heap, which is not charged to the group. The memory of the second one is. */
    @Test
    @Needs({MEMORY_CGROUPS, UDMABUF})
    void aProcessThatTheOomKillerEndsGivesOneSampleWithThatCause(TestReporter reporter) throws Exception {
        try (Holder parent = Holder.start();
                ControlGroup group = ControlGroup.make("end", "memory.max", "16M");
                Holder holder = Holder.start();
                MachineStats stats = MachineStats.open();
                Sampler sampler = Sampler.of(stats)
                        .every(Duration.ofMillis(700))
                        .onHolderEnd()
                        .start(samples::add)) {
            assertThat(sampler).isNotNull();
            long stays = holder.alloc(Heaps.ordinary(), BYTES, 0);
            long goes = holder.alloc(Heaps.ordinary(), 4096, 1);
            holder.pass(0, parent, 0);
            Sample before = next();
            while (held(before, holder.pid()) < BYTES + 4096) {
                before = next();
            }
            group.add(holder.pid());
            CompletableFuture<Instant> ended =
                    ProcessHandle.of(holder.pid()).orElseThrow().onExit().thenApply(gone -> Instant.now());
            holder.begin("udmabuf", BYTES, 2);
            Sample after = next();
            while (after.reason().equals(Sample.INTERVAL) || isKillThatTakesLong(after, ended)) {
                before = after;
                after = next();
            }
            report(reporter, "OOM kill", ended.get(), after);

            assertThat(end(after))
                    .extracting(one -> (long) one.process().pid(), ProcessEnd::cause)
                    .containsExactly(holder.pid(), EndCause.OOM_KILLED);
            assertThat(held(before, holder.pid())).isGreaterThanOrEqualTo(BYTES + 4096);
            assertThat(after.snapshot().buffer(goes)).isEmpty();
            assertThat(after.snapshot().buffer(stays).orElseThrow().holders())
                    .as("what stayed behind")
                    .extracting(one -> (long) one.process().pid())
                    .containsExactly(parent.pid());
            assertThat(List.of(next(), next(), next(), next()))
                    .as("the kill has no second sample")
                    .extracting(Sample::reason)
                    .containsOnly(Sample.INTERVAL);
        }
    }

    /** A kill has a sample of its own if its process has not ended after a second: on a busy machine, which frees memory slowly. */
    private static boolean isKillThatTakesLong(Sample sample, CompletableFuture<Instant> ended) {
        return sample.reason().equals(Sample.OOM_KILL)
                && (!ended.isDone() || ended.join().isAfter(sample.snapshot().time()));
    }

    /** Its parent, this JVM, waits for it: before Linux 6.15 the kernel may then report nothing. */
    @Test
    void aProcessWhoseParentWaitsForItHasItsCodeOrAnUnknownCause() throws Exception {
        try (Holder holder = Holder.start();
                MachineStats stats = MachineStats.open();
                Sampler sampler = Sampler.of(stats).onHolderEnd().start(samples::add)) {
            long inode = holder.alloc(Heaps.ordinary(), 4096, 0);
            assertThat(held(before(sampler), holder.pid())).isEqualTo(4096);
            assertThat(holder.exit(3)).isEqualTo(3);
            Sample after = next();
            ProcessEnd end = end(after);

            assertThat((long) end.process().pid()).isEqualTo(holder.pid());
            assertThat(after.snapshot().buffer(inode)).isEmpty();
            if (reportsEndsLater() || end.cause() != EndCause.UNKNOWN) {
                assertThat(end.cause()).isEqualTo(EndCause.EXITED);
                assertThat(end.code()).hasValue(3);
            }
            assertNoneFollows(sampler);
        }
    }

    /** Since Linux 6.15. */
    private static boolean reportsEndsLater() {
        String[] release = System.getProperty("os.version").split("[.-]", -1);
        int major = Integer.parseInt(release[0]);
        return major > 6 || (major == 6 && Integer.parseInt(release[1]) >= 15);
    }

    @Test
    void processesAreChosenByNameAlsoWhenTheyStartLater() throws Exception {
        try (MachineStats stats = MachineStats.open();
                Sampler sampler = Sampler.of(stats)
                        .onProcessEnd(ProcessChoice.named("dmabuf4j-late"::equals))
                        .start(samples::add)) {
            assertThat(next().reason()).isEqualTo(Sample.START);
            try (Holder holder = Holder.start()) {
                holder.comm("dmabuf4j-late");
                sampler.sampleNow("it is there");
                assertThat(next().reason()).isEqualTo("it is there");
                holder.kill();
                Sample after = next();

                assertThat(end(after).name()).isEqualTo("dmabuf4j-late");
                assertThat((long) end(after).process().pid()).isEqualTo(holder.pid());
            }
        }
    }

    @Test
    void aLimitThatAProcessReachesIsInTheSampleThatSeesIt() throws Exception {
        Limit limit = Limit.ofProcess(BYTES);
        try (Holder holder = Holder.start();
                MachineStats stats = MachineStats.open();
                Sampler sampler = Sampler.of(stats)
                        .every(Duration.ofMillis(200))
                        .when(limit)
                        .start(samples::add)) {
            assertThat(sampler).isNotNull();
            assertThat(next().reason()).isEqualTo(Sample.START);
            holder.alloc(Heaps.ordinary(), BYTES, 0);
            Sample reached = next();
            while (reached.reason().equals(Sample.INTERVAL)) {
                reached = next();
            }

            assertThat(reached.reason()).isEqualTo(Sample.LIMIT);
            assertThat(reached.triggers()).hasSize(1);
            LimitReached found = (LimitReached) reached.triggers().get(0);
            assertThat(found.limit()).isEqualTo(limit);
            assertThat(found.bytes()).isEqualTo(BYTES);
            assertThat(found.name()).endsWith("(" + holder.pid() + ")");
        }
    }
}
