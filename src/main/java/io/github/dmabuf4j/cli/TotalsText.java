// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.stats.Totals;

/** The totals in one sentence. */
final class TotalsText {
    private TotalsText() {}

    static String of(Totals totals, SizeFormat sizes) {
        StringBuilder text = new StringBuilder(part(totals.buffers(), totals.size(), sizes));
        text.append("; held by user space: ").append(part(totals.userSpaceBuffers(), totals.userSpaceSize(), sizes));
        if (totals.kernelBuffers().isPresent()) {
            text.append("; by the kernel alone: ")
                    .append(part(
                            totals.kernelBuffers().getAsInt(),
                            totals.kernelSize().orElse(0),
                            sizes));
        }
        if (totals.unknownSizes() > 0) {
            text.append("; of unknown size, not in these sums: ").append(totals.unknownSizes());
        }
        return text.toString();
    }

    private static String part(int buffers, long size, SizeFormat sizes) {
        String unit = sizes == SizeFormat.BYTES ? " bytes" : "";
        return buffers + (buffers == 1 ? " buffer, " : " buffers, ") + sizes.of(size) + unit;
    }
}
