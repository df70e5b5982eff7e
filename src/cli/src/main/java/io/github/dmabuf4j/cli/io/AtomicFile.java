// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Replaces files as a whole: where that fails, the old one stays, and there is no half one. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes a text; to what is no regular file, such as a pipe, directly. */
    public static void write(Path file, String text) throws IOException {
        boolean old = Files.exists(file);
        if (old && !Files.isRegularFile(file)) {
            Files.writeString(file, text);
            return;
        }
        // Where the name is a link, its target is replaced.
        Path target = old ? file.toRealPath() : file.toAbsolutePath();
        Path part = target.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            Files.writeString(part, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (old) {
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(target));
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
