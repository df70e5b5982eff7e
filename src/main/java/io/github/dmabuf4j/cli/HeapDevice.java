// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
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
        Map<String, Object> node = Files.readAttributes(path, "unix:rdev,mode,permissions,owner,group");
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        String owner = node.get("owner") + ":" + node.get("group");
        return new HeapDevice(
                name, numbers(((Number) node.get("rdev")).longValue()), "c" + permissions, owner, problem);
    }

    /** Takes a device number apart as the C library does. */
    private static String numbers(long device) {
        long major = device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
        long minor = device & 0xff | device >>> 12 & ~0xffL & 0xffffffffL;
        return major + ":" + minor;
    }
}
