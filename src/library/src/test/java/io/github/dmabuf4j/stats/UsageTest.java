// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static io.github.dmabuf4j.support.BufferBuilder.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dmabuf4j.support.BufferBuilder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static List<BufferInfo> infos(BufferBuilder... buffers) {
        return Stream.of(buffers).map(BufferBuilder::toInfo).toList();
    }

    @Test
    void exportersAreInAlphabeticalOrderTheUnknownFirst() {
        List<BufferInfo> buffers = infos(
                buffer(1).size(4096).exporter("system"),
                buffer(2).size(8192).exporter("reserved"),
                buffer(3).size(16_384).exporter("system"),
                buffer(4).exporter("system"),
                buffer(5).size(1));

        assertThat(Usage.byExporter(buffers))
                .containsExactly(
                        new ExporterUsage(Optional.empty(), 1, 1),
                        new ExporterUsage(Optional.of("reserved"), 1, 8192),
                        new ExporterUsage(Optional.of("system"), 3, 20_480));
    }

    @Test
    void aDeviceHasEachBufferOnceAndEachAttachment() {
        List<BufferInfo> buffers = infos(
                buffer(1)
                        .size(4096)
                        .attached("vkms", 0, 1)
                        .attached("vgem", 1, 2)
                        .attached("vkms", 2, 4),
                buffer(2).size(8192).attached("vkms", 0, 0),
                buffer(3).size(16_384));

        assertThat(Usage.byDevice(buffers))
                .containsExactly(
                        new DeviceUsage("vgem", 1, 1, OptionalLong.of(2), 4096),
                        new DeviceUsage("vkms", 2, 3, OptionalLong.of(5), 12_288));
    }

    @Test
    void aCounterIsOnlyToldWhereItIsOfAllAttachments() {
        List<BufferInfo> buffers = infos(
                buffer(1).size(4096).attached("a").attached("b", 0, 3),
                buffer(2).attached("a", 0, 7).attached("b", 1, 4));

        assertThat(Usage.byDevice(buffers))
                .containsExactly(
                        new DeviceUsage("a", 2, 2, OptionalLong.empty(), 4096),
                        new DeviceUsage("b", 2, 2, OptionalLong.of(7), 4096));
    }

    @Test
    void row16_aProcessHoldsABufferOnceWithWhateverDescriptors() {
        List<BufferInfo> buffers = infos(buffer(1).size(4096).held(holder(process(20), List.of(3, 4), 4096, 8192)));

        assertThat(Usage.byProcess(buffers))
                .containsExactly(new ProcessUsage(process(20), 1, 2, 2, 12_288, 4096, 4096));
    }

    @Test
    void row19_theFullSizeCountsOfWhateverIsMapped() {
        List<BufferInfo> buffers = infos(
                buffer(1).size(65_536).held(holder(process(20), List.of(), 4096)),
                buffer(2).size(4096).held(holder(process(20), List.of(5))));

        assertThat(Usage.byProcess(buffers))
                .containsExactly(new ProcessUsage(process(20), 2, 1, 1, 4096, 69_632, 69_632));
    }

    @Test
    void row20_pssIsTheSizeDividedByTheNumberOfProcessesRoundedDown() {
        List<BufferInfo> buffers = infos(
                buffer(1).size(10_000).heldBy(10, 20, 30),
                buffer(2).size(4097).heldBy(10, 20),
                buffer(3).size(4096).heldBy(20));

        assertThat(Usage.byProcess(buffers))
                .extracting(usage -> usage.process().pid(), ProcessUsage::rss, ProcessUsage::pss)
                .containsExactly(
                        tuple(20, 18_193L, 3333L + 2048 + 4096),
                        tuple(10, 14_097L, 3333L + 2048),
                        tuple(30, 10_000L, 3333L));
    }

    @Test
    void processesOfOneSizeAreSortedByNumber() {
        List<BufferInfo> buffers = infos(
                buffer(1).size(4096).heldBy(30, 100, 9),
                buffer(2).size(1).heldBy(200),
                buffer(3).size(8192).heldBy(50));

        assertThat(Usage.byProcess(buffers))
                .extracting(usage -> usage.process().pid())
                .containsExactly(50, 9, 30, 100, 200);
    }

    @Test
    void aBufferOfUnknownSizeIsHeldAndAddsNothing() {
        assertThat(Usage.byProcess(
                        infos(buffer(1).heldBy(20), buffer(2).size(4096).heldBy(20))))
                .containsExactly(new ProcessUsage(process(20), 2, 2, 0, 0, 4096, 4096));
    }

    @Test
    void ofNoBuffersThereIsNoUsage() {
        assertThat(Usage.byExporter(List.of())).isEmpty();
        assertThat(Usage.byDevice(List.of())).isEmpty();
        assertThat(Usage.byProcess(List.of())).isEmpty();
    }
}
