// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Results OLD =
            Samples.results(Samples.figure("look-up", "dmabuf4j", 1000), Samples.figure("scope", "dmabuf4j", 1000));

    @Test
    void tellsSlowerAndFaster() {
        Comparison comparison = new Comparison(
                OLD,
                Samples.results(
                        Samples.figure("look-up", "dmabuf4j", 1100),
                        Samples.figure("scope", "dmabuf4j", 900),
                        Samples.figure("snapshot", "dmabuf4j", 1)));

        assertThat(comparison.hasSlower()).isTrue();
        assertThat(comparison.lines())
                .contains(
                        "slower   +10.0 %  look-up [dmabuf4j]: 1,000 -> 1,100",
                        "faster   -10.0 %  scope [dmabuf4j]: 1,000 -> 900",
                        "2 figures compared, 2 changed by more than 5 %");
    }

    @Test
    void fivePerCentAreNothing() {
        Comparison comparison = new Comparison(OLD, Samples.results(Samples.figure("look-up", "dmabuf4j", 1049)));

        assertThat(comparison.hasSlower()).isFalse();
        assertThat(comparison.lines()).contains("1 figures compared, 0 changed by more than 5 %");
    }
}
