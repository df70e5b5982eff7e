// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandLineStartTest {
    @Test
    void optionsAreThoseOfTheLauncher() throws IOException {
        String launcher = Files.readString(Path.of("../dmabuf"));

        assertThat(launcher).contains("\"$java\" " + String.join(" ", CommandLineStart.LAUNCHER) + " -jar");
    }
}
