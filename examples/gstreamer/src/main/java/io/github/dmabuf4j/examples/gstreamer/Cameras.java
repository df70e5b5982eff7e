// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import io.github.dmabuf4j.examples.common.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the camera. */
final class Cameras {
    private static final Path DIRECTORY = Path.of("/sys/class/video4linux");
    private static final String TEST_CAMERA = "vivid-\\d+-vid-cap";

    private Cameras() {}

    /** Returns the wanted camera; without a wish, the kernel's test camera. */
    static Path choose(Optional<Path> wish) throws IOException {
        if (wish.isEmpty()) {
            return findTestCamera();
        }
        if (!Files.exists(wish.get())) {
            throw Failure.cannot("no camera: " + wish.get() + " does not exist");
        }
        return wish.get();
    }

    private static Path findTestCamera() throws IOException {
        if (Files.isDirectory(DIRECTORY)) {
            try (Stream<Path> nodes = Files.list(DIRECTORY)) {
                for (Path node : nodes.sorted().toList()) {
                    if (Files.readString(node.resolve("name")).trim().matches(TEST_CAMERA)) {
                        return Path.of("/dev").resolve(node.getFileName());
                    }
                }
            }
        }
        throw Failure.cannot(
                "no camera: this kernel's test camera, vivid, is not loaded (modprobe vivid); name another one with"
                        + " --device and --bars none");
    }
}
