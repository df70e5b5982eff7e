// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.dmabuf4j.host.HostCommand.Outcome;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.TestsMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweep of injected failures, on the kernel variant that injects them. {@code -Dit.fault=build} builds it. */
@OnHost
class InjectedFailuresHostIT {
    private static final String SWEEP = "io.github.dmabuf4j.faults.InjectedFailuresIT";
    private static final int NO_KERNEL = 122;

    @TempDir
    private Path directory;

    @Test
    void everyInjectedFailureIsACleanException() throws Exception {
        findKernel();
        List<String> arguments = new ArrayList<>(List.of("--variant", "fault", "--"));
        arguments.addAll(ChildJvm.command(TestsMain.class, ChildJvm.SMALL, SWEEP));
        Outcome outcome = new HostCommand(directory).runOfProject("vm/run", arguments.toArray(String[]::new));
        System.out.println(outcome.out());
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).containsPattern("\n[1-9][0-9]* failures injected in all\n");
    }

    private void findKernel() throws Exception {
        if ("build".equals(System.getProperty("it.fault"))) {
            return;
        }
        Outcome kernel = new HostCommand(directory).runOfProject("vm/build-kernel", "--variant", "fault", "--no-build");
        if (kernel.exitCode() == NO_KERNEL) {
            System.out.println(
                    "No failures are injected: " + kernel.err() + "-Dit.fault=build builds it in this test.");
            abort(kernel.err());
        }
    }
}
