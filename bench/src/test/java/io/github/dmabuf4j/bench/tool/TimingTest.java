// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimingTest {
    private static final Timing FULL = Timing.of(false, true);

    private static Job job(String label) {
        return Plan.ofLabels(label).jobs().get(0);
    }

    @Test
    void longCallsAreFewer() {
        Timing small = FULL.of(job("machine, procfs machine=1000/10/200 [dmabuf4j]"));
        Timing large = FULL.of(job("machine, procfs machine=10000/100/900 [dmabuf4j]"));

        assertThat(FULL.of(job("scope [dmabuf4j]"))).isEqualTo(FULL);
        assertThat(small.samples()).isLessThan(FULL.samples());
        assertThat(large.warmups()).isPositive().isLessThan(small.warmups());
        assertThat(large.samples()).isPositive().isLessThan(small.samples());
    }

    @Test
    void longOperationsHaveMoreIterations() {
        Timing frame = FULL.of(job("send+receive frame, both fences [dmabuf4j]"));

        assertThat(frame.warmups()).isEqualTo(2 * FULL.warmups());
        assertThat(frame.samples()).isEqualTo(2 * FULL.samples());
    }

    @Test
    void whatIsNotSteadyIsRepeated() {
        Timing quick = Timing.of(true, true);

        assertThat(quick.rounds(job("scope [dmabuf4j]"))).isEqualTo(1);
        assertThat(quick.rounds(job("machine, procfs, first machine=1000/10/200 [dmabuf4j]")))
                .isEqualTo(3);
        assertThat(quick.rounds(job("ls, procfs machine=1000/10/200 [dmabuf4j]")))
                .isEqualTo(3);
    }
}
