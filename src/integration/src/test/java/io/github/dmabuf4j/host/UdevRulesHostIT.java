// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.host.HostCommand.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the rules for udev, by udev's own program. */
@OnHost
class UdevRulesHostIT {
    /** The first version that can check rules. */
    private static final int VERIFIES = 254;

    @TempDir
    private Path directory;

    /** Returns the version; 0 if the program is not installed. */
    private int version() throws Exception {
        Outcome outcome = new HostCommand(directory)
                .run("sh", "-c", "command -v udevadm >/dev/null && udevadm --version || echo 0");
        return Integer.parseInt(outcome.out().strip().replaceAll("[^0-9].*", ""));
    }

    @Test
    void udevFindsNoMistake() throws Exception {
        int version = version();
        assumeTrue(version >= VERIFIES, "udevadm is not installed, or its version " + version + " cannot check rules");
        Outcome outcome = new HostCommand(directory)
                .run(
                        "udevadm",
                        "verify",
                        HostCommand.ROOT.resolve("etc/70-dmabuf4j.rules").toString());
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    }
}
