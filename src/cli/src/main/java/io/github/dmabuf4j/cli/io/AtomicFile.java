// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Replaces files atomically: where writing fails, the old file stays as it was. */
public final class AtomicFile {
    private AtomicFile() {}

    /** What is written into a file. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a text to a file. A file that is not regular, such as a pipe, is written directly. */
    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text.getBytes(UTF_8)));
    }

    /** Writes to a file. A file that is not regular, such as a pipe, is written directly. */
    public static void write(Path file, Content content) throws IOException {
        boolean old = Files.exists(file);
        if (old && !Files.isRegularFile(file)) {
            writeTo(file, content);
            return;
        }
        // Of a symbolic link the target is replaced.
        Path target = old ? file.toRealPath() : file.toAbsolutePath();
        Path part = target.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            writeTo(part, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (old) {
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(target));
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void writeTo(Path file, Content content, OpenOption... how) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, how))) {
            content.writeTo(out);
        }
    }
}
