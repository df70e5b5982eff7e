// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.support.KernelFeature;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import org.junit.jupiter.api.Test;

/** {@code trace} on a kernel that has neither tracepoints of buffers nor probes by which they can be had. */
@RealKernel
@Smoke
class TraceWithoutTracepointsIT {
    @Test
    void theMessageNamesTheKernelThatIsNeeded() {
        assumeFalse(KernelFeature.TRACEPOINTS.isThere(), "this kernel has the tracepoints");
        assumeFalse(KernelFeature.KERNEL_PROBES.isThere(), "this kernel has probes");
        CommandRun run = CommandRun.of("trace");
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
        assertThat(run.err())
                .contains(
                        "(Linux 7.0, CONFIG_FTRACE=y), or probes",
                        "; this is Linux " + System.getProperty("os.version"))
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
