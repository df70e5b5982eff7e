// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a snapshot knows about one of its sources.
 *
 * @param source its name: {@code bpf}, {@code sysfs}, {@code debugfs} or {@code procfs}
 * @param capabilities what the source reported; empty if it could not be read
 * @param gone how many buffers (of procfs: processes) ended while they were read
 * @param unreadable what is there and could not be read: the snapshot lacks it
 * @param notes what else limits the reading, or why the source could not be read
 */
public record SourceReport(
        String source, Set<StatsCapability> capabilities, int gone, List<Unreadable> unreadable, List<Note> notes) {
    /**
     * Copies the collections.
     *
     * @param source its name
     * @param capabilities what it reported
     * @param gone how many ended while they were read
     * @param unreadable what could not be read
     * @param notes what else limits the reading
     */
    public SourceReport {
        capabilities = Set.copyOf(capabilities);
        unreadable = List.copyOf(unreadable);
        notes = List.copyOf(notes);
    }

    static SourceReport of(String source, SourceReading reading) {
        return new SourceReport(source, reading.capabilities(), reading.gone(), reading.unreadable(), reading.notes());
    }

    static SourceReport missing(String source, Exception why) {
        return new SourceReport(source, Set.of(), 0, List.of(), List.of(Note.of(String.valueOf(why.getMessage()))));
    }

    SourceReport with(Note note) {
        List<Note> all = Stream.concat(notes.stream(), Stream.of(note)).toList();
        return new SourceReport(source, capabilities, gone, unreadable, all);
    }

    /**
     * Whether the source was read.
     *
     * @return false if it could not be read; then the notes say why
     */
    public boolean used() {
        return !capabilities.isEmpty();
    }
}
