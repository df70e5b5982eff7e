// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the kernel reports of the buffers of a frame: who has allocated them, and which devices are attached. */
final class Statistics implements AutoCloseable {
    private final Optional<MachineStats> machine;

    private Statistics(Optional<MachineStats> machine) {
        this.machine = machine;
    }

    /** A kernel without statistics is no reason to fail. */
    static Statistics open() {
        try {
            return new Statistics(Optional.of(MachineStats.open()));
        } catch (UnsupportedKernelException none) {
            return new Statistics(Optional.empty());
        }
    }

    /** Returns the size of each buffer, and what is known of it. */
    String of(Frame frame) throws DmaBufException {
        Optional<Snapshot> snapshot =
                machine.isPresent() ? Optional.of(machine.get().snapshot()) : Optional.empty();
        StringBuilder line = new StringBuilder(frame.layout().toString());
        for (DmaBuf buffer : frame.buffers()) {
            long inode = buffer.inode();
            line.append(", ").append(buffer.size()).append(" bytes of ");
            line.append(snapshot.flatMap(all -> all.buffer(inode))
                    .map(Statistics::describe)
                    .orElse("an unknown exporter"));
        }
        return line.toString();
    }

    private static String describe(BufferInfo buffer) {
        String devices = buffer.attachments().stream().map(Attachment::device).collect(Collectors.joining(", "));
        return buffer.exporter().orElse("an unknown exporter") + " with " + (devices.isEmpty() ? "no device" : devices)
                + " attached";
    }

    @Override
    public void close() {
        machine.ifPresent(MachineStats::close);
    }
}
