// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.Totals;
import java.util.Optional;

/** Formats totals as one sentence. */
public final class TotalsText {
    private TotalsText() {}

    public static String of(Totals totals, SizeFormat sizes) {
        StringBuilder text = new StringBuilder(amount(totals.all(), sizes));
        text.append(known("; held by user space: ", totals.userSpace(), sizes));
        text.append(
                totals.kernel().isPresent()
                        ? known("; by the kernel alone: ", totals.kernel(), sizes)
                        : known("; no visible holder: ", totals.noVisibleHolder(), sizes));
        if (totals.unknownSizes() > 0) {
            text.append("; of unknown size, not in these sums: ").append(totals.unknownSizes());
        }
        return text.toString();
    }

    /** Empty where the amount is not known. */
    private static String known(String start, Optional<Amount> amount, SizeFormat sizes) {
        return amount.map(known -> start + amount(known, sizes)).orElse("");
    }

    static String amount(Amount amount, SizeFormat sizes) {
        String unit = sizes == SizeFormat.BYTES ? " bytes" : "";
        return Counted.of(amount.buffers(), "buffer") + ", " + sizes.of(amount.bytes()) + unit;
    }
}
