// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadlineChartTest {
    @Test
    void showsTheHeadlinesThatWereMeasured() {
        Results results =
                Samples.results(Samples.figure("scope", "dmabuf4j", 150), Samples.figure("set-name", "dmabuf4j", 200));

        String chart = HeadlineChart.chart(results);

        assertThat(chart).contains("CPU access scope", "1.50 (150)").doesNotContain("procfs", "2.00");
    }
}
