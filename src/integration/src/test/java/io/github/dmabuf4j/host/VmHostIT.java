// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.host.HostCommand.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the VM scripts, which are a script: streams, signals, failures of the guest, interrupted builds. */
@OnHost
class VmHostIT {
    @TempDir
    private Path directory;

    @Test
    void theVmPassesItsOwnTests() throws IOException, InterruptedException {
        Outcome outcome = new HostCommand(directory).runOfProject("vm/test");

        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).containsPattern("\n[0-9]+ passed, 0 failed\n");
    }
}
