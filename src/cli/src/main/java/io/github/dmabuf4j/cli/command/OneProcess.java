// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.drm.DrmClient;
import io.github.dmabuf4j.cli.drm.DrmClients;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.text.BufferColumns;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Columns;
import io.github.dmabuf4j.cli.text.HolderColumns;
import io.github.dmabuf4j.cli.text.ProcessColumns;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.stats.HeldBuffer;
import io.github.dmabuf4j.stats.ProcessBuffers;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Unreadable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@code ps PID} prints: the buffers of one process. */
record OneProcess(ProcessBuffers held) {
    static final Columns<HeldBuffer> COLUMNS = new Columns<>(
            List.of(
                    BufferColumns.INODE.on(HeldBuffer::buffer),
                    BufferColumns.SIZE.on(HeldBuffer::buffer),
                    BufferColumns.EXPORTER.on(HeldBuffer::buffer),
                    BufferColumns.NAME.on(HeldBuffer::buffer),
                    HolderColumns.FDS.on(HeldBuffer::holder),
                    HolderColumns.MAPPINGS.on(HeldBuffer::holder),
                    HolderColumns.MAPPED_BYTES.on(HeldBuffer::holder),
                    BufferColumns.HOLDER_COUNT.on(HeldBuffer::buffer),
                    BufferColumns.PSS.on(HeldBuffer::buffer)),
            List.of());

    /** Finds a process, or says why it is not there. */
    static OneProcess of(Snapshot snapshot, int pid) throws BadRequestException {
        return snapshot.process(pid)
                .map(OneProcess::new)
                .orElseThrow(() -> new BadRequestException(missing(snapshot, pid)));
    }

    private static String missing(Snapshot snapshot, int pid) {
        if (!snapshot.provides(StatsCapability.HOLDERS)) {
            return "no source that was read reports which process holds which buffer: add procfs to --source";
        }
        if (!Files.exists(Path.of("/proc", Integer.toString(pid)))) {
            return "there is no process " + pid + ", or it is hidden from this user";
        }
        String entry = "process " + pid + " ";
        return snapshot.sources().stream()
                .flatMap(source -> source.unreadable().stream())
                .filter(one -> (one.entry() + " ").startsWith(entry))
                .map(Unreadable::reason)
                .findFirst()
                .map(reason -> "the buffers of process " + pid + " cannot be read: " + reason)
                .orElse("process " + pid + " holds no buffer: 'dmabuf ps' lists the processes that do");
    }

    Table<HeldBuffer> buffers(List<Column<HeldBuffer>> columns) {
        return new Table<>(columns, held.buffers());
    }

    List<String> inodes() {
        return held.buffers().stream()
                .map(one -> Long.toUnsignedString(one.buffer().inode()))
                .toList();
    }

    /** The attached devices that the process has open. */
    List<DrmClient> clients() {
        return DrmClients.of(held.buffers().stream().map(HeldBuffer::buffer))
                .of(held.process().pid());
    }

    Map<String, Object> document() {
        Map<String, Object> document = Column.document(ProcessColumns.ALL, held.usage());
        document.put("held", buffers(COLUMNS.usual()).documents());
        return document;
    }
}
