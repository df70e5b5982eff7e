// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.examples.common.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds and opens a device that captures video. */
final class CameraFinder {
    private static final Path DEVICES = Path.of("/dev");

    private CameraFinder() {}

    static Camera open(Optional<Path> wanted) throws IOException {
        return wanted.isPresent() ? open(wanted.get()) : first();
    }

    private static Camera open(Path node) throws IOException {
        if (!Files.exists(node)) {
            throw Failure.cannot(node + " does not exist");
        }
        Device device = opened(node);
        try {
            Capability capability = Capability.of(device);
            if (capability.captures()) {
                return new Camera(device, capability);
            }
        } catch (DmaBufException noVideo) {
            device.close();
            throw Failure.cannot(node + " is not a video device: " + noVideo.getMessage());
        }
        device.close();
        throw Failure.cannot(node + " cannot capture video by streaming");
    }

    private static Device opened(Path node) throws Failure {
        try {
            return Device.open(node);
        } catch (NoPermissionException refusal) {
            throw Failure.cannot("no permission to open " + node
                    + ": join the group that owns it (often video), or give the container or service access to it");
        } catch (DmaBufException failure) {
            throw Failure.cannot(failure.getMessage());
        }
    }

    private static Camera first() throws IOException {
        List<String> reasons = new ArrayList<>();
        for (Path node : nodes()) {
            try {
                Camera camera = open(node);
                if (!camera.capability().needsPipeline()) {
                    return camera;
                }
                camera.close();
                reasons.add(node + " belongs to a media pipeline that is not configured");
            } catch (Failure unsuited) {
                reasons.add(unsuited.getMessage());
            }
        }
        throw Failure.cannot(
                "no camera found: " + (reasons.isEmpty() ? "/dev/videoN does not exist" : String.join("; ", reasons)));
    }

    private static List<Path> nodes() throws IOException {
        try (Stream<Path> files = Files.list(DEVICES)) {
            return files.filter(file -> file.getFileName().toString().matches("video[0-9]{1,6}"))
                    .sorted(Comparator.comparingInt(CameraFinder::number))
                    .toList();
        }
    }

    private static int number(Path node) {
        return Integer.parseInt(node.getFileName().toString().substring("video".length()));
    }
}
