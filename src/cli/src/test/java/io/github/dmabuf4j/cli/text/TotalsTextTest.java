// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.Totals;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TotalsTextTest {
    @Test
    void allIsSaidWithItsUnits() {
        Totals totals = new Totals(
                new Amount(3, 12_288),
                Optional.of(new Amount(2, 8192)),
                Optional.of(new Amount(1, 4096)),
                Optional.of(new Amount(1, 4096)),
                0);

        assertThat(TotalsText.of(totals, SizeFormat.BYTES))
                .isEqualTo("3 buffers, 12288 bytes; held by user space: 2 buffers, 8192 bytes;"
                        + " by the kernel alone: 1 buffer, 4096 bytes");
        assertThat(TotalsText.of(totals, SizeFormat.HUMAN))
                .isEqualTo("3 buffers, 12.0 KiB; held by user space: 2 buffers, 8.0 KiB;"
                        + " by the kernel alone: 1 buffer, 4.0 KiB");
    }

    @Test
    void whatIsNotKnownIsSaidNotToBeOrNotSaid() {
        Totals totals =
                new Totals(new Amount(1, 0), Optional.of(new Amount(1, 0)), Optional.empty(), Optional.empty(), 1);

        assertThat(TotalsText.of(totals, SizeFormat.BYTES))
                .isEqualTo("1 buffer, 0 bytes; held by user space: 1 buffer, 0 bytes;"
                        + " of unknown size, not in these sums: 1");
    }

    @Test
    void f26_whereAProcessWasNotSeenTheKernelIsNotSaidToHoldAnythingAlone() {
        Totals totals = new Totals(
                new Amount(3, 12_288),
                Optional.of(new Amount(2, 8192)),
                Optional.of(new Amount(1, 4096)),
                Optional.empty(),
                0);

        assertThat(TotalsText.of(totals, SizeFormat.BYTES))
                .isEqualTo("3 buffers, 12288 bytes; held by user space: 2 buffers, 8192 bytes;"
                        + " no visible holder: 1 buffer, 4096 bytes");
    }

    @Test
    void withoutHoldersNobodyIsSaidToHoldAnything() {
        Totals totals = new Totals(new Amount(1, 4096), Optional.empty(), Optional.empty(), Optional.empty(), 0);

        assertThat(TotalsText.of(totals, SizeFormat.BYTES)).isEqualTo("1 buffer, 4096 bytes");
    }
}
