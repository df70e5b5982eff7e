// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
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
                        new Amount(5, (1L << 40) + 69_632),
                        Optional.of(new Amount(3, (1L << 40) + 4096)),
                        Optional.of(new Amount(2, 65_536)),
                        Optional.of(new Amount(2, 65_536)),
                        2));
    }

    @Test
    void row20_theKernelsShareIsTheExportedTotalLessTheUniqueTotalOfUserSpace() {
        Totals totals = Totals.of(BUFFERS, capability -> true);

        assertThat(totals.kernel())
                .contains(totals.all().minus(totals.userSpace().orElseThrow()));
    }

    @Test
    void whereNoSourceListsAllTheKernelsShareIsNotKnown() {
        Totals totals = Totals.of(BUFFERS, capability -> capability != StatsCapability.ALL_BUFFERS);

        assertThat(totals.noVisibleHolder()).isEmpty();
        assertThat(totals.kernel()).isEmpty();
        assertThat(totals.all().buffers()).isEqualTo(5);
        assertThat(totals.unknownSizes()).isEqualTo(2);
    }

    @Test
    void f26_whereAProcessWasNotSeenOnlyThoseWithoutAVisibleHolderAreKnown() {
        Totals totals = Totals.of(BUFFERS, capability -> capability != StatsCapability.ALL_HOLDERS);

        assertThat(totals.noVisibleHolder()).contains(new Amount(2, 65_536));
        assertThat(totals.kernel()).isEmpty();
        assertThat(totals.userSpace()).contains(new Amount(3, (1L << 40) + 4096));
    }

    @Test
    void ofNoBuffersAllIsZero() {
        assertThat(Totals.of(List.of(), capability -> true))
                .isEqualTo(new Totals(
                        new Amount(0, 0),
                        Optional.of(new Amount(0, 0)),
                        Optional.of(new Amount(0, 0)),
                        Optional.of(new Amount(0, 0)),
                        0));
    }

    @Test
    void whereNoSourceTellsOfHoldersNeitherShareIsKnown() {
        Totals totals = Totals.of(BUFFERS, capability -> capability != StatsCapability.HOLDERS);

        assertThat(totals.userSpace()).isEmpty();
        assertThat(totals.noVisibleHolder()).isEmpty();
        assertThat(totals.kernel()).isEmpty();
        assertThat(totals.all().buffers()).isEqualTo(5);
    }
}
