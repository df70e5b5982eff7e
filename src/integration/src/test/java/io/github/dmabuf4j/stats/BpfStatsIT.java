// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFER_ITERATOR;
import static io.github.dmabuf4j.support.KernelFeature.DEBUGFS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What BPF iterators report that other sources do not. Nothing stays open after a close: each test is checked for that. */
@RealKernel
@Needs({BUFFERS, BPF_ITERATORS})
@Smoke
class BpfStatsIT {
    private static final int PAGE = 4096;

    /** More than the kernel's memory for one read has room for. */
    private static final int MANY = 3_000;

    private static SourceReading read() throws IOException {
        try (BpfStats bpf = BpfStats.open()) {
            return bpf.read();
        }
    }

    private static BufferInfo buffer(long inode) throws IOException {
        return read().buffers().stream()
                .filter(buffer -> buffer.inode() == inode)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsOnlyMappedHasItsSizeAndExporter() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), 4 * PAGE, 0);
            process.name(0, "camera");
            process.map(0, 0, PAGE, 2 * PAGE);
            process.close(0);
            BufferInfo buffer = buffer(inode);

            assertThat(buffer.size()).hasValue(4 * PAGE);
            assertThat(buffer.exporter()).contains(Heaps.ordinary());
            assertThat(buffer.name()).contains("camera");
            assertThat(buffer.references()).hasValue(1);
            assertThat(buffer.holders()).singleElement().satisfies(holder -> {
                assertThat(holder.process().pid()).isEqualTo(Seen.pid(process));
                assertThat(holder.fds()).isEmpty();
                assertThat(holder.mappings()).containsExactly(new MappedRange(PAGE, 2 * PAGE));
            });
        }
    }

    @Test
    void processesAreThoseOfProcfs() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.comm(new byte[] {'c', (byte) 0xc3, '\n'});
            process.dup(0, 1);

            assertThat(buffer(inode).holders())
                    .isEqualTo(Seen.by("procfs").buffer(inode).orElseThrow().holders());
        }
    }

    @Test
    void aThreadWithDescriptorsOfItsOwnAndAProcessWithoutItsFirstThreadAreHolders() throws IOException {
        try (Holder process = Holder.start();
                Holder zombie = Holder.start()) {
            long ofThread = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.threadHold(0);
            long mapped = zombie.alloc(Heaps.ordinary(), PAGE, 0);
            zombie.map(0, 0, 0, PAGE);
            zombie.close(0);
            zombie.leaderExit();

            assertThat(buffer(ofThread).holders())
                    .extracting(holder -> holder.process().pid())
                    .containsExactly(Seen.pid(process));
            assertThat(buffer(mapped).holders())
                    .singleElement()
                    .satisfies(holder -> assertThat(holder.mappings()).containsExactly(new MappedRange(0, PAGE)));
        }
    }

    @Test
    @Needs(BUFFER_ITERATOR)
    void aBufferInAMessageIsListed() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.name(0, "0123456789abcdef0123456789abcde");
            process.socketHold(0);
            BufferInfo buffer = buffer(inode);

            assertThat(buffer.holders()).isEmpty();
            assertThat(buffer.references()).hasValue(1);
            assertThat(buffer.name()).contains("0123456789abcdef0123456789abcde");
        }
    }

    @Test
    @Needs({BUFFER_ITERATOR, VGEM, SYSTEM_HEAP})
    void attachedDevicesAreListed() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc("system", PAGE, 0);
            process.drm("vgem", 0);
            process.drm("vgem", 1);
            process.importInto(0, 0);
            process.importInto(1, 0);
            process.close(0);

            assertThat(buffer(inode).attachments())
                    .isEqualTo(List.of(Attachment.named("vgem"), Attachment.named("vgem")));
            process.drmClose(1);
            assertThat(buffer(inode).attachments()).containsExactly(Attachment.named("vgem"));
        }
    }

    /** Linux 6.16 to 6.18 end the list of buffers where their memory for one read is full. */
    @Test
    @Needs({BUFFER_ITERATOR, SYSTEM_HEAP, DEBUGFS})
    void ofManyBuffersAllAreListedOrItIsSaidThatTheyAreNot() throws IOException {
        try (Holder process = Holder.start()) {
            Holder.Inodes inodes = process.allocMany("system", PAGE, MANY, 0);
            SourceReading reading = read();
            boolean isWhole = reading.capabilities().contains(StatsCapability.ALL_BUFFERS);

            assertThat(reading.notes()).hasSize(isWhole ? 0 : 1);
            assertThat(reading.buffers())
                    .as("by their holders, if not by the list")
                    .hasSizeGreaterThanOrEqualTo(MANY);
            Snapshot snapshot = Seen.now();
            assertThat(snapshot.provides(StatsCapability.ALL_BUFFERS)).isTrue();
            assertThat(LongStream.rangeClosed(inodes.first(), inodes.last())
                            .mapToObj(inode -> snapshot.buffer(inode).orElseThrow()))
                    .hasSize(MANY)
                    .allMatch(buffer -> buffer.size().orElseThrow() == PAGE
                            && buffer.exporter().orElseThrow().equals("system")
                            && buffer.holders().size() == 1);
            assertThat(snapshot.contradictions()).isEmpty();
        }
    }
}
