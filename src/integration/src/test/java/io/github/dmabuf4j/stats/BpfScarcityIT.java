// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;

import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Scarcity;
import io.github.dmabuf4j.support.ScarcityRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading and reading with a full heap; {@link ScarcityRun} sets the duration. */
@RealKernel
@Needs(BPF_ITERATORS)
class BpfScarcityIT {
    private static final int MILLISECONDS = 10_000;

    @TempDir
    private Path directory;

    @Test
    void aFullHeapLosesNothing() throws Exception {
        ScarcityRun.check(BpfScarcityMain.class, Scarcity.Of.HEAP, "-Xmx10m -XX:+UseSerialGC", MILLISECONDS, directory);
    }
}
