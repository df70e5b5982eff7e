// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.List;
import java.util.function.ToLongFunction;

/** The mean of a size over the time of a recording: samples that events have caused do not count more than others. */
final class TimeMean {
    private TimeMean() {}

    /** Each size counts until the next sample of its boot; where no time passes, the last one counts. */
    static long of(List<SampleSummary> summaries, ToLongFunction<SampleSummary> size) {
        double sum = 0;
        double time = 0;
        for (List<SampleSummary> boot : BootSegments.of(summaries)) {
            for (int i = 0; i + 1 < boot.size(); i++) {
                double length = boot.get(i + 1).millis() - boot.get(i).millis();
                sum += length * size.applyAsLong(boot.get(i));
                time += length;
            }
        }
        return time > 0 ? Math.round(sum / time) : size.applyAsLong(summaries.get(summaries.size() - 1));
    }
}
