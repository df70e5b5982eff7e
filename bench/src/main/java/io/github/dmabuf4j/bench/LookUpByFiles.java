// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The look-up by {@link Files}, without this library. */
final class LookUpByFiles {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path ROOT = Path.of("/sys/kernel/dmabuf/buffers");

    private LookUpByFiles() {}

    record Entry(Object inode, String exporter, long size) {}

    static Entry of(int fd) throws IOException {
        Object inode = Files.getAttribute(DESCRIPTORS.resolve(Integer.toString(fd)), "unix:ino");
        Path entry = ROOT.resolve(inode.toString());
        String exporter = Files.readString(entry.resolve("exporter_name")).strip();
        long size = Long.parseLong(Files.readString(entry.resolve("size")).strip());
        return new Entry(inode, exporter, size);
    }
}
