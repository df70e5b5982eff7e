// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.dmabuf4j.host.HostCommand.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs shellcheck on every shell script of the project. */
@OnHost
class ScriptsHostIT {
    /** The exit code of the scripts if packages are missing and cannot be installed. */
    private static final int PACKAGES_MISSING = 121;

    @TempDir
    private Path directory;

    @Test
    void shellcheckFindsNothing() throws Exception {
        Outcome outcome = new HostCommand(directory).runOfProject("src/sh/lint");
        if (outcome.exitCode() == PACKAGES_MISSING) {
            System.out.println("The scripts are not checked: " + outcome.err());
            abort(outcome.err());
        }
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).containsPattern("^[0-9]+ scripts checked: ");
    }
}
