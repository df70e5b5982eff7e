// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a snapshot has of one source.
 *
 * @param source {@code sysfs}, {@code debugfs} or {@code procfs}
 * @param capabilities what it told; empty where it could not be read
 * @param gone what ended while it was read: buffers, for procfs processes
 * @param unreadable what is there and could not be read: the snapshot lacks it
 * @param notes what else limits it, or why it could not be read, a clause each
 */
public record SourceReport(
        String source, Set<StatsCapability> capabilities, int gone, List<Unreadable> unreadable, List<Note> notes) {
    /**
     * Copies the collections.
     *
     * @param source its name
     * @param capabilities what it told
     * @param gone what ended while it was read
     * @param unreadable what could not be read
     * @param notes what else limits it
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
     * Whether the source could be read.
     *
     * @return false where the notes say why not
     */
    public boolean used() {
        return !capabilities.isEmpty();
    }
}
