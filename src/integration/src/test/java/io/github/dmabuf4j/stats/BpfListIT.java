// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.BUFFER_ITERATOR;
import static io.github.dmabuf4j.support.KernelFeature.DEBUGFS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** More buffers than the kernel lists in one read. */
@RealKernel
@Needs({SYSTEM_HEAP, BUFFER_ITERATOR, DEBUGFS})
@Smoke
class BpfListIT {
    private static final int PAGE = 4096;
    private static final int MANY = 2_000;
    private static final String NOTE = "this kernel ended its list of buffers before the last one";

    /** Whether the list of this kernel ends with the first full read. */
    private static final boolean IS_CUT = System.getProperty("os.version").matches("6\\.1[67]\\D.*");

    @Test
    void aListThatIsCutIsSaidToBe() throws IOException {
        try (Holder holder = Holder.start();
                BpfStats stats = BpfStats.open()) {
            Set<Long> inodes = allocate(holder);

            SourceReading reading = stats.read();
            assertThat(reading.capabilities().contains(StatsCapability.ALL_BUFFERS))
                    .isEqualTo(!IS_CUT);
            assertThat(reading.buffers()).extracting(BufferInfo::inode).containsAll(inodes);
            if (IS_CUT) {
                assertThat(reading.notes()).extracting(Note::text).containsExactly(NOTE);
                assertThatThrownBy(stats::inodes)
                        .isInstanceOf(DmaBufException.class)
                        .hasMessageContaining(NOTE);
            } else {
                assertThat(reading.notes()).isEmpty();
                assertThat(stats.inodes()).containsAll(inodes);
            }
        }
    }

    /** Where the list is cut, by debugfs. */
    @Test
    void theWholeStatisticsHaveAllBuffers() throws IOException {
        try (Holder holder = Holder.start();
                MachineStats machine = MachineStats.open()) {
            Set<Long> inodes = allocate(holder);

            assertThat(machine.snapshot().buffers())
                    .filteredOn(buffer -> inodes.contains(buffer.inode()))
                    .hasSize(MANY)
                    .allMatch(buffer -> buffer.size().equals(OptionalLong.of(PAGE))
                            && !buffer.holders().isEmpty());
        }
    }

    private static Set<Long> allocate(Holder holder) throws IOException {
        Holder.Inodes inodes = holder.allocMany("system", PAGE, MANY, 0);
        return Set.copyOf(
                LongStream.rangeClosed(inodes.first(), inodes.last()).boxed().toList());
    }
}
