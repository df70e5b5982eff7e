// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.DEBUGFS;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;

import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Scarcity;
import io.github.dmabuf4j.support.ScarcityRun;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stress with a full heap and a full stack; {@link ScarcityRun} sets the duration. */
@RealKernel
@Needs({SYSTEM_HEAP, UDMABUF, SYSFS_STATS, DEBUGFS})
class ScarcityIT {
    private static final int MILLISECONDS = 15_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx10m -XX:+UseSerialGC", "-Xmx20m -XX:+UseG1GC"})
    void f19_aFullHeapLosesNoDescriptorAndNoMapping(String options) throws Exception {
        ScarcityRun.check(ScarcityMain.class, Scarcity.Of.HEAP, options, MILLISECONDS, directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx16m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"})
    void f19_theEndOfTheStackLosesNoDescriptorAndNoMapping(String options) throws Exception {
        ScarcityRun.check(ScarcityMain.class, Scarcity.Of.STACK, options, MILLISECONDS, directory);
    }
}
