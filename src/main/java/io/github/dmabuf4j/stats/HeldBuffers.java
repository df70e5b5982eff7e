// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The buffers that one process holds.
 *
 * @param folder where procfs shows it
 * @param open by rising descriptor
 * @param mapped rows that look like mappings of buffers, by rising address
 * @param unreadable its descriptors, its mappings, or both, where they could not be read
 */
record HeldBuffers(
        HoldingProcess process,
        Path folder,
        List<OpenBuffer> open,
        List<MappedBuffer> mapped,
        List<Unreadable> unreadable) {

    /** The link that leads to a mapped file, for those who may follow it. */
    Path link(MappedBuffer mapping) {
        return folder.resolve("map_files").resolve(mapping.addresses());
    }

    /** The links that lead to all its buffers. */
    Stream<Path> links() {
        Path descriptors = folder.resolve("fd");
        return Stream.concat(
                open.stream().map(buffer -> descriptors.resolve(Integer.toString(buffer.fd()))),
                mapped.stream().map(this::link));
    }
}
