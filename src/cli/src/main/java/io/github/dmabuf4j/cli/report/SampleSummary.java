// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Totals;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The sums of a sample: what is kept of each.
 *
 * @param boot names the boot it was taken in
 * @param reason why it was taken
 * @param size of all buffers, bytes
 * @param noVisibleHolderSize of those that no process was seen to hold; empty where that is not known
 * @param allHolders whether all processes were seen, so that the kernel alone holds those
 * @param exporters size by exporter, bytes
 */
record SampleSummary(
        Instant time,
        String boot,
        String reason,
        int buffers,
        long size,
        OptionalLong noVisibleHolderSize,
        boolean allHolders,
        Map<String, Long> exporters) {

    static SampleSummary of(Sample sample, StringPool strings) {
        Totals totals = sample.snapshot().totals();
        return new SampleSummary(
                sample.snapshot().time(),
                strings.shared(sample.snapshot().bootId()),
                strings.shared(sample.reason()),
                totals.all().buffers(),
                totals.all().bytes(),
                totals.noVisibleHolder()
                        .map(amount -> OptionalLong.of(amount.bytes()))
                        .orElse(OptionalLong.empty()),
                totals.kernel().isPresent(),
                strings.exporterSizes(sample.snapshot()));
    }

    double millis() {
        return (double) time.toEpochMilli();
    }

    long sizeOf(String exporter) {
        return exporters.getOrDefault(exporter, 0L);
    }

    /** Whether something happened, other than that time has passed or a user has asked. */
    boolean isMarked() {
        return MarkerKind.of(reason).isPresent();
    }
}
