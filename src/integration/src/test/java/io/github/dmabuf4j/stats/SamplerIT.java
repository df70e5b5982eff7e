// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.MEMORY_CGROUPS;
import static io.github.dmabuf4j.support.KernelFeature.PRESSURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.support.ControlGroup;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Samples that the kernel triggers: memory pressure, and processes killed for lack of memory. */
@RealKernel
@Needs({BUFFERS, MEMORY_CGROUPS})
@Smoke
class SamplerIT {
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<Sample> samples = new LinkedBlockingQueue<>();

    private Sample next() throws InterruptedException {
        Sample sample = samples.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(sample).as("a sample").isNotNull();
        return sample;
    }

    @Test
    @Needs(PRESSURE)
    void memoryPressureGivesASampleAtOnce() throws Exception {
        try (Holder holder = Holder.start();
                MachineStats stats = MachineStats.open();
                Sampler sampler =
                        Sampler.of(stats).onPressure(PressureLevel.LOW).start(samples::add)) {
            assertThat(next().reason()).isEqualTo(Sample.START);
            long inode = holder.alloc(Heaps.ordinary(), 4096, 0);
            // The kernel slows a group above its soft limit down, and counts this as pressure.
            try (ControlGroup group = ControlGroup.make("pressure", "memory.high", "8M")) {
                group.fillMemory(Duration.ofSeconds(20), 64);
                Sample sample = next();
                assertThat(sample.reason()).isEqualTo(Sample.PRESSURE);
                assertThat(sample.snapshot().buffer(inode)).isPresent();
            }
            sampler.sampleNow("still alive");
            awaitReason("still alive");
        }
    }

    @Test
    void anOomKillGivesASample() throws Exception {
        try (MachineStats stats = MachineStats.open();
                Sampler sampler = Sampler.of(stats).start(samples::add)) {
            assertThat(next().reason()).isEqualTo(Sample.START);
            try (ControlGroup group = ControlGroup.make("oom", "memory.max", "8M")) {
                group.fillMemory(Duration.ofSeconds(20), 64);
                assertThat(next().reason()).isEqualTo(Sample.OOM_KILL);
            }
            sampler.sampleNow("still alive");
            awaitReason("still alive");
        }
    }

    private void awaitReason(String reason) throws InterruptedException {
        Sample sample = next();
        while (!sample.reason().equals(reason)) {
            sample = next();
        }
    }

    @Test
    @Needs(PRESSURE)
    void withoutDescriptorsItDoesNotStartAndLeavesNone() throws IOException {
        try (MachineStats stats = MachineStats.open()) {
            startWithoutDescriptors(stats);
        }
    }

    private void startWithoutDescriptors(MachineStats stats) throws IOException {
        // Once with descriptors: loading a class can take one.
        Sampler.of(stats).onPressure(PressureLevel.LOW).start(samples::add).close();
        for (int more = 0; more < 2; more++) {
            try (DescriptorLimit limit = DescriptorLimit.leaving(more)) {
                assertThat(limit).isNotNull();
                Assertions.assertThatExceptionOfType(DmaBufException.class)
                        .isThrownBy(() -> Sampler.of(stats)
                                .onPressure(PressureLevel.LOW)
                                .start(samples::add)
                                .close())
                        .withMessageContaining("EMFILE");
            }
        }
    }
}
