// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerRunTest {
    @Test
    void timesForEachBuffer() {
        Run run = PeerRun.run("snapshot\t4096\t1000\t5\t14000000.00\t15000000.00\n", 1000);

        assertThat(run.samples()).containsExactly(14000.0, 15000.0);
    }
}
