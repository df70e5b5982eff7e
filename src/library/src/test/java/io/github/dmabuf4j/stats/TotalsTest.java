// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TotalsTest {
    private static final List<BufferInfo> BUFFERS = List.of(
            buffer(1).size(4096).heldBy(20, 30).toInfo(),
            buffer(2).size(65_536).toInfo(),
            buffer(3).heldBy(20).toInfo(),
            buffer(4).toInfo(),
            buffer(5).size(1L << 40).heldBy(30).toInfo());

    @Test
    void eachBufferCountsOnceWithWhateverHolders() {
        assertThat(Totals.of(BUFFERS, capability -> true))
                .isEqualTo(new Totals(
                        5,
                        (1L << 40) + 69_632,
                        OptionalInt.of(3),
                        OptionalLong.of((1L << 40) + 4096),
                        OptionalInt.of(2),
                        OptionalLong.of(65_536),
                        OptionalInt.of(2),
                        OptionalLong.of(65_536),
                        2));
    }

    @Test
    void row20_theKernelsShareIsTheExportedTotalLessTheUniqueTotalOfUserSpace() {
        Totals totals = Totals.of(BUFFERS, capability -> true);

        assertThat(totals.kernelSize())
                .hasValue(totals.size() - totals.userSpaceSize().orElseThrow());
        assertThat(totals.kernelBuffers())
                .hasValue(totals.buffers() - totals.userSpaceBuffers().orElseThrow());
    }

    @Test
    void whereNoSourceListsAllTheKernelsShareIsNotKnown() {
        Totals totals = Totals.of(BUFFERS, capability -> capability != StatsCapability.ALL_BUFFERS);

        assertThat(totals.noVisibleHolderBuffers()).isEmpty();
        assertThat(totals.kernelBuffers()).isEmpty();
        assertThat(totals.kernelSize()).isEmpty();
        assertThat(totals.buffers()).isEqualTo(5);
        assertThat(totals.unknownSizes()).isEqualTo(2);
    }

    @Test
    void f26_whereAProcessWasNotSeenOnlyThoseWithoutAVisibleHolderAreKnown() {
        Totals totals = Totals.of(BUFFERS, capability -> capability != StatsCapability.ALL_HOLDERS);

        assertThat(totals.noVisibleHolderBuffers()).hasValue(2);
        assertThat(totals.noVisibleHolderSize()).hasValue(65_536);
        assertThat(totals.kernelBuffers()).isEmpty();
        assertThat(totals.kernelSize()).isEmpty();
        assertThat(totals.userSpaceBuffers()).hasValue(3);
    }

    @Test
    void ofNoBuffersAllIsZero() {
        assertThat(Totals.of(List.of(), capability -> true))
                .isEqualTo(new Totals(
                        0,
                        0,
                        OptionalInt.of(0),
                        OptionalLong.of(0),
                        OptionalInt.of(0),
                        OptionalLong.of(0),
                        OptionalInt.of(0),
                        OptionalLong.of(0),
                        0));
    }

    @Test
    void whereNoSourceTellsOfHoldersNeitherShareIsKnown() {
        Totals totals = Totals.of(BUFFERS, capability -> capability != StatsCapability.HOLDERS);

        assertThat(totals.userSpaceBuffers()).isEmpty();
        assertThat(totals.userSpaceSize()).isEmpty();
        assertThat(totals.noVisibleHolderBuffers()).isEmpty();
        assertThat(totals.kernelBuffers()).isEmpty();
        assertThat(totals.kernelSize()).isEmpty();
        assertThat(totals.buffers()).isEqualTo(5);
    }
}
