// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Replaces files atomically: where writing fails, the old file stays as it was. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes a text to a file. A file that is not regular, such as a pipe, is written directly. */
    public static void write(Path file, String text) throws IOException {
        boolean old = Files.exists(file);
        if (old && !Files.isRegularFile(file)) {
            Files.writeString(file, text);
            return;
        }
        // Of a symbolic link the target is replaced.
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
