// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.host.HostCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the units for systemd, by systemd's own program. */
@OnHost
class ServiceUnitHostIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"dmabuf4j-bpf.service", "dmabuf4j-record.service", "dmabuf4j-serve.service"})
    void systemdFindsNoMistake(String name) throws Exception {
        HostCommand host = new HostCommand(directory);
        assumeTrue(
                host.run("sh", "-c", "command -v systemd-analyze").exitCode() == 0,
                "systemd-analyze is not installed (Debian: apt-get install systemd)");
        Outcome outcome =
                host.run("systemd-analyze", "verify", withProgram(name).toString());
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.err()).doesNotContain("dmabuf4j");
    }

    /** systemd looks for the program of a unit. The command dmabuf and its manual pages are not installed on this machine. */
    private Path withProgram(String name) throws IOException {
        String unit = Files.readString(HostCommand.ROOT.resolve("etc").resolve(name));
        assertThat(unit).contains("\nExecStart=dmabuf ");
        return Files.writeString(
                directory.resolve(name),
                unit.replaceAll("(?m)^(Exec[A-Za-z]*)=dmabuf ", "$1=/bin/true ")
                        .replaceAll("(?m)^Documentation=.*$", ""));
    }
}
