// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.support.Scarcity;
import io.github.dmabuf4j.support.ScarcityRun;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** See {@link ScarcityRun} for how long it takes. */
class ScarcityTest {
    private static final int MILLISECONDS = 3000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx8m -XX:+UseSerialGC", "-Xmx16m -XX:+UseG1GC", "-Xmx20m -XX:+UseZGC"})
    void f18_aFullHeapLosesNoDescriptor(String options) throws Exception {
        ScarcityRun.check(ScarcityHostMain.class, Scarcity.Of.HEAP, options, MILLISECONDS, directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx16m -XX:+UseSerialGC",
                "-Xmx16m -XX:+UseSerialGC -Xint",
                "-Xmx16m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
            })
    void f19_theEndOfTheStackLosesNoDescriptor(String options) throws Exception {
        ScarcityRun.check(ScarcityHostMain.class, Scarcity.Of.STACK, options, MILLISECONDS, directory);
    }
}
