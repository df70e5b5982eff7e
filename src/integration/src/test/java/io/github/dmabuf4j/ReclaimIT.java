// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Drops many more buffers and sync files than the descriptor limit, in a JVM that does not log them. */
@RealKernel
@Needs(SYSTEM_HEAP)
class ReclaimIT {
    private static String output(String property, int syncFiles, int buffers) throws Exception {
        List<String> options = new ArrayList<>(ChildJvm.SMALL);
        options.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=off", property));
        Process process = new ProcessBuilder(ChildJvm.command(
                        ReclaimMain.class, options, Integer.toString(syncFiles), Integer.toString(buffers)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    void f23_droppedSyncFilesAreFreedWhenNoDescriptorIsLeft() throws Exception {
        assertThat(output("-Dio.github.dmabuf4j.reclaim=true", 60_000, 0)).contains(ReclaimMain.END);
    }

    @Test
    void f23_droppedBuffersAreFreedWhenNoDescriptorIsLeft() throws Exception {
        assertThat(output("-Dio.github.dmabuf4j.reclaim=true", 0, 10_000)).contains(ReclaimMain.END);
    }

    @Test
    void f23_aPropertyTurnsItOff() throws Exception {
        assertThat(output("-Dio.github.dmabuf4j.reclaim=false", 5000, 0))
                .contains("failed: EMFILE (24)")
                .doesNotContain(ReclaimMain.END);
    }
}
