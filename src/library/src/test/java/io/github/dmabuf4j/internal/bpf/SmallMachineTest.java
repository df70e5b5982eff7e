// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.stats.BpfStats;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.SourceReading;
import io.github.dmabuf4j.stats.StatsCapability;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallMachineTest {
    @Test
    void itsBuffersAreReadAsThoseOfAKernel(@TempDir Path directory) throws Exception {
        SmallMachine.writeTo(directory);

        try (BpfStats stats = BpfStats.open(directory)) {
            SourceReading reading = stats.read();
            assertThat(reading.capabilities()).contains(StatsCapability.ALL_BUFFERS, StatsCapability.ALL_HOLDERS);
            assertThat(reading.buffers()).extracting(BufferInfo::inode).containsExactly(1L, 2L);
            BufferInfo first = reading.buffers().get(0);
            assertThat(first.name()).contains("camera-0");
            assertThat(first.exporter()).contains("system");
            assertThat(first.holders()).singleElement().satisfies(holder -> {
                assertThat(holder.process().pid())
                        .isEqualTo((int) ProcessHandle.current().pid());
                assertThat(holder.fds()).containsExactly(3);
                assertThat(holder.mappings()).hasSize(1);
            });
        }
    }
}
