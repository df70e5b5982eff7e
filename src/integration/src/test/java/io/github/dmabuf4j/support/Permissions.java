// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;

/** Permissions that a file has for a while. */
public final class Permissions {
    private Permissions() {}

    /** Calls {@code body} while a file or directory has these permissions, {@code rwx------}. */
    public static <T> T during(Path path, String permissions, Callable<T> body) throws Exception {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        try {
            return body.call();
        } finally {
            Files.setPosixFilePermissions(path, before);
        }
    }
}
