// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.support.KernelFeature;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import org.junit.jupiter.api.Test;

/** {@code trace} on a kernel that is too old for it. */
@RealKernel
@Smoke
class TraceWithoutTracepointsIT {
    @Test
    void theMessageNamesTheKernelThatIsNeeded() {
        assumeFalse(KernelFeature.TRACEPOINTS.isThere(), "this kernel has the tracepoints");
        CommandRun run = CommandRun.of("trace");
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
        assertThat(run.err())
                .contains("Linux 7.0 and newer have with CONFIG_FTRACE=y; this is Linux "
                        + System.getProperty("os.version"))
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
