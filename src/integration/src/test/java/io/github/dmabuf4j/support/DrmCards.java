// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.examples.common.drm.Driver;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The graphics devices of this machine. */
final class DrmCards {
    private static final Path DIRECTORY = Path.of("/dev/dri");

    private DrmCards() {}

    /** Opens the device of a driver. */
    static Device open(String driver) throws IOException {
        if (Files.isDirectory(DIRECTORY)) {
            try (DirectoryStream<Path> nodes = Files.newDirectoryStream(DIRECTORY, "card*")) {
                for (Path node : nodes) {
                    Device card = Device.open(node);
                    if (Driver.of(card).equals(driver)) {
                        return card;
                    }
                    card.close();
                }
            }
        }
        throw new IOException("this kernel has no graphics device of " + driver);
    }
}
