// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.Totals;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The totals in one sentence. */
public final class TotalsText {
    private TotalsText() {}

    public static String of(Totals totals, SizeFormat sizes) {
        StringBuilder text = new StringBuilder(part(totals.buffers(), totals.size(), sizes));
        text.append(known("; held by user space: ", totals.userSpaceBuffers(), totals.userSpaceSize(), sizes));
        text.append(
                totals.kernelBuffers().isPresent()
                        ? known("; by the kernel alone: ", totals.kernelBuffers(), totals.kernelSize(), sizes)
                        : known(
                                "; no visible holder: ",
                                totals.noVisibleHolderBuffers(),
                                totals.noVisibleHolderSize(),
                                sizes));
        if (totals.unknownSizes() > 0) {
            text.append("; of unknown size, not in these sums: ").append(totals.unknownSizes());
        }
        return text.toString();
    }

    /** Nothing where it is not known. */
    private static String known(String start, OptionalInt buffers, OptionalLong size, SizeFormat sizes) {
        return buffers.isPresent() ? start + part(buffers.getAsInt(), size.orElse(0), sizes) : "";
    }

    private static String part(int buffers, long size, SizeFormat sizes) {
        String unit = sizes == SizeFormat.BYTES ? " bytes" : "";
        return buffers + (buffers == 1 ? " buffer, " : " buffers, ") + sizes.of(size) + unit;
    }
}
