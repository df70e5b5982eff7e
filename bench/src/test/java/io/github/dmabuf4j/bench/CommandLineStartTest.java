// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandLineStartTest {
    /** The bench uses copies of the files that the launcher uses. */
    @Test
    void commandsStartAsTheLauncherStartsThem() throws IOException {
        assertThat(Files.readString(Path.of("../dmabuf")))
                .contains("options=(\"@$root/src/sh/jvm.options\")")
                .contains("\"$java\" \"${options[@]}\" \"$archive_option\" -cp \"$jar\" io.github.dmabuf4j.cli.Main");
        assertThat(Files.readString(Path.of("run")))
                .contains("cp \"$root/src/cli/target/dmabuf.jar\" \"$root/src/sh/jvm.options\"")
                .contains("/src/sh/class-archive\" \"$java\"", "/dmabuf.archive\"");
        assertThat(new CommandLineStart().version())
                .element(1)
                .asString()
                .startsWith("@")
                .endsWith("/jvm.options");
        assertThat(new CommandLineStart().version())
                .element(2)
                .asString()
                .startsWith("-XX:")
                .endsWith("/dmabuf.archive");
    }
}
