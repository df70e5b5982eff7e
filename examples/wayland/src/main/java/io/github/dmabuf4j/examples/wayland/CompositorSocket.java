// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.common.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the socket of the compositor, as every Wayland client does. */
final class CompositorSocket {
    private CompositorSocket() {}

    /** Returns the given one, or that of the environment. */
    static Path find(Optional<String> given, Map<String, String> environment) throws IOException {
        String name = given.orElse(environment.getOrDefault("WAYLAND_DISPLAY", "wayland-0"));
        Optional<Path> directory =
                Optional.ofNullable(environment.get("XDG_RUNTIME_DIR")).map(Path::of);
        if (directory.isEmpty() && !Path.of(name).isAbsolute()) {
            throw missing(given, "XDG_RUNTIME_DIR is not set");
        }
        Path socket = directory.orElse(Path.of("/")).resolve(name);
        if (!Files.exists(socket)) {
            throw missing(given, socket + " does not exist");
        }
        return socket;
    }

    /** The test VM has a compositor, but not the one that the user asks for. */
    private static Failure missing(Optional<String> given, String reason) {
        return given.isPresent()
                ? Failure.failed("no compositor at " + given.get() + ": " + reason)
                : Failure.cannot("no Wayland compositor: " + reason);
    }
}
