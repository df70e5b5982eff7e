// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Gathers what the processes show of one buffer. */
final class ProcfsBuffer {
    private final long inode;
    private final List<Holder> holders = new ArrayList<>();
    private @Nullable OpenBuffer open;
    private String mappedName = "";
    private @Nullable Path mapping;

    ProcfsBuffer(long inode) {
        this.inode = inode;
    }

    void add(OpenBuffer descriptor) {
        open = descriptor;
    }

    void add(MappedBuffer mapped, Path link) {
        mappedName = mapped.name();
        mapping = link;
    }

    void add(Holder holder) {
        holders.add(holder);
    }

    BufferInfo toInfo() {
        Optional<OpenBuffer> told = Optional.ofNullable(open);
        return new BufferInfo(
                inode,
                told.map(OpenBuffer::size).filter(OptionalLong::isPresent).orElseGet(this::mappedSize),
                told.flatMap(OpenBuffer::exporter),
                told.map(OpenBuffer::name)
                        .orElseGet(() -> Optional.of(mappedName).filter(name -> !name.isEmpty())),
                told.map(OpenBuffer::references).orElse(OptionalLong.empty()),
                holders,
                List.of(),
                List.of());
    }

    /** The link of a mapping can be followed by few; it may lead elsewhere by now. */
    private OptionalLong mappedSize() {
        return Optional.ofNullable(mapping).flatMap(FileIdentity::of).stream()
                .filter(file -> file.isBuffer(inode))
                .mapToLong(FileIdentity::size)
                .findFirst();
    }
}
