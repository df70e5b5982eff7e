// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.bpf.AndroidBuffer;
import io.github.dmabuf4j.internal.bpf.AndroidList;
import io.github.dmabuf4j.internal.bpf.AndroidPin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All buffers of the machine, as the iterator reports them that Android pins: inode, size, name and exporter. It stands in for
 * {@link BpfStats} for users who may read this pin alone.
 */
final class AndroidStats implements StatsSource {
    private final String insteadOf;

    /** Guarded by this. */
    private final AndroidPin pin;

    private AndroidStats(AndroidPin pin, String insteadOf) {
        this.pin = pin;
        this.insteadOf = insteadOf;
    }

    /**
     * Opens the pin.
     *
     * @param insteadOf why there is nothing better
     * @throws DmaBufException if there is no pin, or it cannot be read
     */
    static AndroidStats open(Path file, String insteadOf) throws DmaBufException {
        AndroidPin pin = new AndroidPin(file);
        pin.read();
        return new AndroidStats(pin, insteadOf);
    }

    @Override
    public String name() {
        return "bpf";
    }

    @Override
    public synchronized SourceReading read() throws DmaBufException {
        AndroidList list = pin.read();
        Set<StatsCapability> capabilities = EnumSet.of(StatsCapability.NAME);
        if (list.unknownLine().isEmpty() && !list.mayBeCut()) {
            capabilities.add(StatsCapability.ALL_BUFFERS);
            capabilities.add(StatsCapability.SIZE_AND_EXPORTER);
        }
        List<BufferInfo> buffers = list.buffers().stream()
                .map(AndroidStats::buffer)
                .sorted((a, b) -> Long.compareUnsigned(a.inode(), b.inode()))
                .toList();
        return new SourceReading(capabilities, buffers, 0, List.of(), notes(list));
    }

    private List<Note> notes(AndroidList list) {
        List<Note> notes = new ArrayList<>();
        notes.add(new Note("Android's pin lists the buffers alone", List.of(insteadOf)));
        if (list.mayBeCut()) {
            notes.add(Note.of("this kernel may have ended its list of buffers before the last one"));
        }
        list.unknownLine()
                .ifPresent(line -> notes.add(new Note(
                        "the rest of the list of Android's pin was not understood",
                        List.of("line " + line + " is of an unknown form"))));
        return notes;
    }

    private static BufferInfo buffer(AndroidBuffer buffer) {
        return new BufferInfo(
                buffer.inode(),
                OptionalLong.of(buffer.size()),
                Optional.of(buffer.exporter()),
                buffer.name(),
                OptionalLong.empty(),
                List.of(),
                List.of(),
                List.of());
    }

    @Override
    public synchronized Set<Long> inodes() throws DmaBufException {
        AndroidList list = pin.read();
        if (list.unknownLine().isPresent() || list.mayBeCut()) {
            throw new DmaBufException("read", AndroidPin.FILE.toString(), 0, "it does not list all buffers");
        }
        return list.buffers().stream().map(AndroidBuffer::inode).collect(Collectors.toSet());
    }
}
