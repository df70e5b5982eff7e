// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Notes on what a snapshot lacks and why, so that no total is silently partial. */
public final class SnapshotNotes {
    private static final int SHOWN = 3;
    private static final Map<StatsCapability, String> NOT_PROVIDED = notProvided();

    private final Snapshot snapshot;

    public SnapshotNotes(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    private static Map<StatsCapability, String> notProvided() {
        Map<StatsCapability, String> sentences = new EnumMap<>(StatsCapability.class);
        sentences.put(StatsCapability.ALL_BUFFERS, "buffers that no process holds are not listed");
        sentences.put(StatsCapability.HOLDERS, "the processes that hold buffers are not known");
        sentences.put(
                StatsCapability.ALL_HOLDERS,
                "processes that were not seen may hold buffers, also those without a visible holder");
        sentences.put(StatsCapability.DEVICES, "attached devices are not known");
        sentences.put(StatsCapability.NAME, "names are not known");
        return sentences;
    }

    /** All notes. */
    public List<String> sentences() {
        List<String> sentences = limitations();
        addEnded(sentences);
        return sentences;
    }

    /** All notes, one short line each: those on sources that could not be read, and on entries, without the reasons. */
    public List<String> brief() {
        List<String> sentences = missingCapabilities();
        for (SourceReport source : snapshot.sources()) {
            if (source.used()) {
                sentences.addAll(notes(source, SnapshotNotes::brief));
                briefUnreadable(source).ifPresent(sentences::add);
            }
        }
        sentences.addAll(contradictions());
        briefNotRead().ifPresent(sentences::add);
        addEnded(sentences);
        return sentences;
    }

    private static String brief(Note note) {
        return new Note(note.text(), note.details().stream().limit(1).toList()).sentence();
    }

    private static Optional<String> briefUnreadable(SourceReport source) {
        return source.unreadable().isEmpty() ? Optional.empty() : Optional.of(lacking(source) + " (which: --notes)");
    }

    private Optional<String> briefNotRead() {
        List<String> names = snapshot.sources().stream()
                .filter(source -> !source.used())
                .map(source -> TerminalEscape.of(source.source()))
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("note: not read: " + String.join(", ", names) + " (why: --notes)");
    }

    private void addEnded(List<String> sentences) {
        snapshot.sources().stream()
                .filter(source -> source.gone() > 0)
                .forEach(source ->
                        sentences.add(start(source) + ": " + counted(source, source.gone()) + " ended while read"));
        if (snapshot.vanished() > 0) {
            sentences.add("note: " + snapshot.vanished() + " freed while read, left out");
        }
    }

    /** The notes on what exists and is not in the figures, without those on what ended while it was read. */
    public List<String> limitations() {
        List<String> sentences = missingCapabilities();
        for (SourceReport source : snapshot.sources()) {
            sentences.addAll(notes(source, Note::sentence));
            sentences.addAll(unreadable(source));
        }
        sentences.addAll(contradictions());
        return sentences;
    }

    /** The number of {@link #limitations}. Indented lines are details of the note above them. */
    public int limitationCount() {
        return (int) limitations().stream()
                .filter(sentence -> !sentence.startsWith(" "))
                .count();
    }

    /** {@link #limitations} without numbers and names: they are equal as long as the same kinds of things are missing. */
    public List<String> reasons() {
        List<String> reasons = missingCapabilities();
        for (SourceReport source : snapshot.sources()) {
            reasons.addAll(notes(source, Note::text));
            unreadable(source).stream().limit(1).forEach(some -> reasons.add(start(source)));
        }
        reasons.addAll(contradictions());
        return reasons;
    }

    private List<String> missingCapabilities() {
        List<String> sentences = new ArrayList<>();
        NOT_PROVIDED.forEach((capability, sentence) -> {
            boolean needsNoSentence =
                    capability == StatsCapability.ALL_HOLDERS && !snapshot.provides(StatsCapability.HOLDERS);
            if (!snapshot.provides(capability) && !needsNoSentence) {
                sentences.add("note: " + sentence);
            }
        });
        return sentences;
    }

    private List<String> contradictions() {
        return snapshot.contradictions().stream()
                .map(one -> "note: buffer " + Long.toUnsignedString(one.inode()) + ": " + TerminalEscape.of(one.text()))
                .toList();
    }

    private static String start(SourceReport source) {
        return "note: " + TerminalEscape.of(source.source());
    }

    private static List<String> notes(SourceReport source, Function<Note, String> text) {
        String start = start(source) + (source.used() ? ": " : " not read: ");
        return source.notes().stream()
                .map(note -> start + TerminalEscape.sentence(text.apply(note)))
                .toList();
    }

    private static List<String> unreadable(SourceReport source) {
        List<String> sentences = new ArrayList<>();
        int unreadable = source.unreadable().size();
        if (unreadable > 0) {
            sentences.add(lacking(source) + ":");
            source.unreadable().stream()
                    .limit(SHOWN)
                    .forEach(one -> sentences.add("  " + TerminalEscape.sentence(one.entry() + ": " + one.reason())));
        }
        if (unreadable > SHOWN) {
            sentences.add("  and " + (unreadable - SHOWN) + " more (all of them: --json)");
        }
        return sentences;
    }

    private static String lacking(SourceReport source) {
        return start(source) + ": " + counted(source, source.unreadable().size())
                + " not readable, the figures lack them";
    }

    private static String counted(SourceReport source, int number) {
        if (ofProcesses(source)) {
            return number + (number == 1 ? " process" : " processes");
        }
        return number + (number == 1 ? " entry" : " entries");
    }

    private static boolean ofProcesses(SourceReport source) {
        return source.source().equals("procfs");
    }
}
