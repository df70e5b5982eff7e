// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.procfs.HeldBuffers;
import io.github.dmabuf4j.internal.procfs.MappedBuffer;
import io.github.dmabuf4j.internal.procfs.OpenBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers what the processes show of one buffer. */
final class ProcfsBuffer {
    private final long inode;
    private final List<Holder> holders = new ArrayList<>(1);
    private @Nullable OpenBuffer open;

    /** They take system calls: asked only if no descriptor reports the size and the name. */
    private Supplier<OptionalLong> mappedSize = OptionalLong::empty;

    private Supplier<String> mappedName = () -> "";

    ProcfsBuffer(long inode) {
        this.inode = inode;
    }

    void add(OpenBuffer descriptor) {
        open = descriptor;
    }

    void add(MappedBuffer mapped, HeldBuffers process) {
        mappedSize = () -> process.size(mapped);
        mappedName = () -> process.name(mapped);
    }

    void add(Holder holder) {
        holders.add(holder);
    }

    BufferInfo toInfo() {
        Optional<OpenBuffer> reported = Optional.ofNullable(open);
        return new BufferInfo(
                inode,
                reported.map(OpenBuffer::size).filter(OptionalLong::isPresent).orElseGet(mappedSize),
                reported.flatMap(OpenBuffer::exporter),
                reported.map(OpenBuffer::name)
                        .orElseGet(() -> Optional.of(mappedName.get()).filter(name -> !name.isEmpty())),
                reported.map(OpenBuffer::references).orElse(OptionalLong.empty()),
                holders,
                List.of(),
                List.of());
    }
}
