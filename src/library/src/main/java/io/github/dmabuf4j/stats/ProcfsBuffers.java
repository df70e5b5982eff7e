// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.DeviceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns the processes and what each holds into the buffers and who holds each. */
final class ProcfsBuffers {
    private final Optional<DeviceNumber> bufferDevice;
    private final Map<Long, ProcfsBuffer> buffers = new TreeMap<>(Long::compareUnsigned);

    /** Rows of another device are of files that somebody called as buffers are. */
    ProcfsBuffers(Optional<DeviceNumber> bufferDevice) {
        this.bufferDevice = bufferDevice;
    }

    /** Processes are to be added by rising pid. */
    void add(HeldBuffers process) {
        Map<Long, HolderParts> held = new TreeMap<>();
        for (OpenBuffer open : process.open()) {
            held.computeIfAbsent(open.inode(), inode -> new HolderParts()).fds.add(open.fd());
            buffer(open.inode()).add(open);
        }
        for (MappedBuffer mapped : process.mapped()) {
            if (isBuffer(mapped, process)) {
                held.computeIfAbsent(mapped.inode(), inode -> new HolderParts())
                        .mappings
                        .add(mapped.range());
                buffer(mapped.inode()).add(mapped, process.link(mapped));
            }
        }
        held.forEach((inode, parts) ->
                buffer(inode).add(new Holder(process.process(), List.copyOf(parts.fds), parts.mappings)));
    }

    /** Where nothing tells, the row is believed: a reader who may not follow its link sees his own processes alone. */
    private boolean isBuffer(MappedBuffer mapped, HeldBuffers process) {
        return bufferDevice
                .map(mapped.device()::equals)
                .or(() -> FileIdentity.of(process.link(mapped))
                        .filter(file -> file.inode() == mapped.inode())
                        .map(file -> file.isBuffer(mapped.inode())))
                .orElse(true);
    }

    List<BufferInfo> all() {
        return buffers.values().stream().map(ProcfsBuffer::toInfo).toList();
    }

    private ProcfsBuffer buffer(long inode) {
        return buffers.computeIfAbsent(inode, ProcfsBuffer::new);
    }

    private static final class HolderParts {
        private final Set<Integer> fds = new TreeSet<>();
        private final List<MappedRange> mappings = new ArrayList<>();
    }
}
