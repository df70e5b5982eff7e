// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.support.Scarcity;
import io.github.dmabuf4j.support.ScarcityRun;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** See {@link ScarcityRun} for how long it takes. */
class FrameScarcityTest {
    private static final int MILLISECONDS = 3000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"HEAP, -Xmx8m -XX:+UseSerialGC", "STACK, -Xmx16m -XX:+UseSerialGC -Xint"})
    void noHoldAndNoScopeIsLost(Scarcity.Of what, String options) throws Exception {
        ScarcityRun.check(FrameScarcityMain.class, what, options, MILLISECONDS, directory);
    }
}
