// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositorSocketTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void makeSockets() throws IOException {
        Files.createFile(directory.resolve("wayland-0"));
        Files.createFile(directory.resolve("other"));
    }

    private Path find(Optional<String> given, Map<String, String> environment) throws IOException {
        return CompositorSocket.find(given, environment);
    }

    private Failure failure(Optional<String> given, Map<String, String> environment) {
        return catchThrowableOfType(Failure.class, () -> find(given, environment));
    }

    @Test
    void itIsFoundAsByOtherPrograms() throws IOException {
        String runtime = directory.toString();
        Path other = directory.resolve("other");
        assertThat(find(Optional.empty(), Map.of("XDG_RUNTIME_DIR", runtime)))
                .isEqualTo(directory.resolve("wayland-0"));
        Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", runtime, "WAYLAND_DISPLAY", "other");
        assertThat(find(Optional.empty(), environment)).isEqualTo(other);
        assertThat(find(Optional.of("wayland-0"), environment)).isEqualTo(directory.resolve("wayland-0"));
        assertThat(find(Optional.empty(), Map.of("WAYLAND_DISPLAY", other.toString())))
                .isEqualTo(other);
    }

    /** The code of what is missing here lets the script try the test VM; an explicit name would be missing there too. */
    @Test
    void whatIsMissingIsNamed() {
        Failure unset = failure(Optional.empty(), Map.of());
        assertThat(unset).hasMessage("no Wayland compositor: XDG_RUNTIME_DIR is not set");
        assertThat(unset.exitCode()).isEqualTo(Program.UNUSABLE);
        Failure none = failure(Optional.empty(), Map.of("WAYLAND_DISPLAY", "/nowhere"));
        assertThat(none).hasMessage("no Wayland compositor: /nowhere does not exist");
        Failure given = failure(Optional.of("/nowhere"), Map.of());
        assertThat(given).hasMessage("no compositor at /nowhere: /nowhere does not exist");
        assertThat(given.exitCode()).isEqualTo(Program.FAILED);
    }
}
