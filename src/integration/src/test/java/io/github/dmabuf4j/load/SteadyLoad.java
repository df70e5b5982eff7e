// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.load;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.Main;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SampleListener;
import io.github.dmabuf4j.stats.Sampler;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Processes;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * A sampler and {@code top} run for a long time while buffers are allocated and freed: 10 minutes, or the number of the system
 * property {@code load.minutes}.
 */
@RealKernel
@Needs(SYSTEM_HEAP)
class SteadyLoad {
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("load.minutes", 10));
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final int LOOKS = 20;

    /** The index of the measurement from which on nothing may grow. By then classes are loaded and code is compiled. */
    private static final int WARM = LOOKS / 2;

    private static final long HEAP_SLACK = 1 << 20;
    private static final long RESIDENT_SLACK_KIB = 4 << 10;

    private static final class Counter implements SampleListener {
        private final AtomicInteger samples = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public void sampled(Sample sample) {
            samples.incrementAndGet();
        }

        @Override
        public void failed(String reason, DmaBufException failure) {
            failures.incrementAndGet();
        }
    }

    /** The resources of a process at one moment. */
    private record Look(long residentKib, long descriptors, long threads) {
        static Look at(long pid) throws IOException {
            return new Look(Figures.status(pid, "VmRSS"), Figures.descriptors(pid), Figures.status(pid, "Threads"));
        }
    }

    @Test
    void aSamplerAndTopStayAsTheyAre() throws Exception {
        Counter counter = new Counter();
        List<Look> own = new ArrayList<>();
        List<Look> ofTop = new ArrayList<>();
        List<Long> heap = new ArrayList<>();
        Process top = Processes.startJvm(Main.class, "top", "--plain", "--interval", "100ms");
        try (Holder churner = Holder.start();
                Holder mapper = Holder.start();
                MachineStats machine = MachineStats.open();
                Sampler sampler = Sampler.of(machine).every(PERIOD).start(counter)) {
            Thread drain = Thread.ofPlatform().daemon().start(() -> skipAll(top));
            churner.churn("system", 1 << 16);
            mapper.mapChurn("system", 1 << 12);
            for (int look = 0; look < LOOKS; look++) {
                Thread.sleep(TIME.dividedBy(LOOKS));
                System.gc();
                heap.add(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
                own.add(Look.at(ProcessHandle.current().pid()));
                ofTop.add(Look.at(top.pid()));
            }
            assertThat(top.isAlive()).isTrue();
            assertThat(sampler).isNotNull();
            long cycles = churner.churnStop() + mapper.churnStop();
            Figures.print(
                    "%d samples and %d buffers in %d s".formatted(counter.samples.get(), cycles, TIME.toSeconds()));
            top.destroy();
            drain.join();
        } finally {
            top.destroyForcibly();
        }
        Figures.print("sampler: bytes of heap: %s".formatted(heap));
        own.forEach(look -> Figures.print("sampler: %s".formatted(look)));
        ofTop.forEach(look -> Figures.print("top: %s".formatted(look)));
        assertThat(counter.failures.get()).as("failed samples").isZero();
        checkFlat("sampler: bytes of heap", heap, Long::longValue, HEAP_SLACK);
        checkFlat("sampler", own);
        checkFlat("top", ofTop);
    }

    private static void skipAll(Process process) {
        try {
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException ended) {
            // The process was ended during the read.
        }
    }

    private static void checkFlat(String whose, List<Look> looks) {
        checkFlat(whose + ": resident KiB", looks, Look::residentKib, RESIDENT_SLACK_KIB);
        checkFlat(whose + ": descriptors", looks, Look::descriptors, 1);
        checkFlat(whose + ": threads", looks, Look::threads, 1);
    }

    private static <T> void checkFlat(String what, List<T> looks, ToLongFunction<T> value, long slack) {
        long warm = median(looks.subList(WARM, WARM + LOOKS / 4), value);
        long last = median(looks.subList(LOOKS - LOOKS / 4, LOOKS), value);
        assertThat(last).as(what).isLessThanOrEqualTo(warm + slack);
    }

    private static <T> long median(List<T> looks, ToLongFunction<T> value) {
        long[] values = looks.stream().mapToLong(value).sorted().toArray();
        return values[values.length / 2];
    }
}
