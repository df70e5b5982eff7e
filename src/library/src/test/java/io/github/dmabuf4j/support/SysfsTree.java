// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Entries like those of {@code /sys/kernel/dmabuf/buffers}, made of files. */
public final class SysfsTree {
    private SysfsTree() {}

    /** Adds the entry of a buffer. The texts are the contents of the files. */
    public static Path entry(Path root, String inode, String size, String exporter) throws IOException {
        Path entry = Files.createDirectory(root.resolve(inode));
        Files.writeString(entry.resolve("size"), size);
        Files.writeString(entry.resolve("exporter_name"), exporter);
        return entry;
    }

    /** Adds an attachment to an entry, as the patch of the test kernel shows it. */
    public static Path attachment(Path entry, String uid, String device, String mapCounter) throws IOException {
        Path attachment = Files.createDirectories(entry.resolve("attachments").resolve(uid));
        Files.createSymbolicLink(attachment.resolve("device"), Path.of(device));
        Files.writeString(attachment.resolve("map_counter"), mapCounter);
        return attachment;
    }
}
