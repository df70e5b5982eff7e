// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.dmabuf4j.host.HostCommand.Outcome;
import io.github.dmabuf4j.support.TestsMain;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweep of injected failures, on the variant of the test kernel that injects them; {@code -Dit.fault=build} builds it. */
class InjectedFailuresHostIT {
    private static final String SWEEP = "io.github.dmabuf4j.faults.InjectedFailuresIT";
    private static final int NO_KERNEL = 122;

    @TempDir
    private Path folder;

    @Test
    void everyInjectedFailureIsACleanException() throws Exception {
        findKernel();
        Outcome outcome = new HostCommand(folder)
                .runOfProject(
                        "vm/run",
                        "--variant",
                        "fault",
                        "--",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TestsMain.class.getName(),
                        SWEEP);
        System.out.println(outcome.out());
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).containsPattern("\n[1-9][0-9]* failures injected in all\n");
    }

    private void findKernel() throws Exception {
        if ("build".equals(System.getProperty("it.fault"))) {
            return;
        }
        Outcome kernel = new HostCommand(folder).runOfProject("vm/build-kernel", "--variant", "fault", "--no-build");
        if (kernel.exitCode() == NO_KERNEL) {
            System.out.println("No failures are injected: " + kernel.err() + "-Dit.fault=build does that, too.");
            abort(kernel.err());
        }
    }
}
