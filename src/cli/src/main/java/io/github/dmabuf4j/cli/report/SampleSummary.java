// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Totals;
import io.github.dmabuf4j.stats.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The sums of a sample. They are kept of every sample, while most snapshots are dropped.
 *
 * @param boot the boot id
 * @param reason why the sample was taken
 * @param triggers what it was taken for
 * @param size of all buffers, in bytes
 * @param noVisibleHolderSize of the buffers that no process was seen to hold, in bytes; empty where that is not known
 * @param allHolders whether all processes were visible, so that only the kernel holds these
 * @param exporters size by exporter, in bytes
 */
record SampleSummary(
        Instant time,
        String boot,
        String reason,
        List<Trigger> triggers,
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
                sample.triggers(),
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

    /** Whether the sample was taken for an event. */
    boolean isMarked() {
        return kind().isPresent();
    }

    /** The kind of the event for which it was taken; empty where there was none. */
    Optional<MarkerKind> kind() {
        return MarkerKind.of(reason, triggers);
    }
}
