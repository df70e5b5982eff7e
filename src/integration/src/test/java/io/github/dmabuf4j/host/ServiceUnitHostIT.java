// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.host.HostCommand.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the unit for systemd, by systemd's own program. */
@OnHost
class ServiceUnitHostIT {
    /** A unit that names a program must find it. */
    private static final Path JAVA = Path.of("/usr/bin/java");

    @TempDir
    private Path directory;

    @Test
    void systemdFindsNoMistake() throws Exception {
        HostCommand host = new HostCommand(directory);
        assumeTrue(
                host.run("sh", "-c", "command -v systemd-analyze").exitCode() == 0,
                "systemd-analyze is not installed (Debian: apt-get install systemd)");
        assumeTrue(Files.exists(JAVA), "there is no " + JAVA);
        Outcome outcome = host.run(
                "systemd-analyze",
                "verify",
                HostCommand.ROOT.resolve("etc/dmabuf4j-bpf.service").toString());
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.err()).doesNotContain("dmabuf4j");
    }
}
