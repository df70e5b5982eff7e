// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.internal.sys.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;

/**
 * A heap's device node.
 *
 * @param device major and minor number, {@code 252:0}
 * @param mode {@code crw-------}
 * @param owner user and group, {@code root:root}
 * @param problem why this user cannot use it and what to do; empty where it can
 */
record HeapDevice(String name, String device, String mode, String owner, Optional<String> problem) {

    static HeapDevice of(String name, Optional<String> problem) throws IOException {
        Path path = Path.of("/dev/dma_heap", name);
        PosixFileAttributes node = Files.readAttributes(path, PosixFileAttributes.class);
        String mode = "c" + PosixFilePermissions.toString(node.permissions());
        String owner = node.owner() + ":" + node.group();
        Number device = (Number) Objects.requireNonNull(Files.getAttribute(path, "unix:rdev"));
        DeviceNumber number = DeviceNumber.of(device.longValue());
        return new HeapDevice(name, number.major() + ":" + number.minor(), mode, owner, problem);
    }
}
