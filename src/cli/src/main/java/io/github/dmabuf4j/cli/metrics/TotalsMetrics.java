// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.Totals;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Optional;
import java.util.stream.Stream;

/** All buffers, and who holds them. */
final class TotalsMetrics {
    private TotalsMetrics() {}

    static Stream<MetricSnapshot> of(Totals totals) {
        return Stream.of(
                        amount("dmabuf", "all buffers, each once", Optional.of(totals.all())),
                        amount("dmabuf_user_space", "the buffers that a process was seen to hold", totals.userSpace()),
                        amount(
                                "dmabuf_no_visible_holder",
                                "the buffers that no process was seen to hold",
                                totals.noVisibleHolder()),
                        amount("dmabuf_kernel", "the buffers that the kernel alone holds", totals.kernel()),
                        unknownSizes(totals.unknownSizes()))
                .flatMap(families -> families);
    }

    private static Stream<MetricSnapshot> amount(String prefix, String which, Optional<Amount> amount) {
        Gauges bytes = Gauges.ofBytes(prefix + "_size_bytes", "Size of " + which + ".");
        Gauges buffers = Gauges.counting(prefix + "_buffers", "Number of " + which + ".");
        amount.ifPresent(known -> {
            bytes.with(known.bytes());
            buffers.with(known.buffers());
        });
        return Stream.concat(bytes.stream(), buffers.stream());
    }

    private static Stream<MetricSnapshot> unknownSizes(int count) {
        return Gauges.counting(
                "dmabuf_unknown_size_buffers", "Number of buffers whose size no source reports; they add no bytes.")
                .with(count)
                .stream();
    }
}
