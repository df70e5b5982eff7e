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
import java.util.function.Function;

/** What a snapshot does not have and why, in sentences: no total is silently partial. */
public final class SnapshotNotes {
    private static final int SHOWN = 3;
    private static final Map<StatsCapability, String> NOT_TOLD = notTold();

    private final Snapshot snapshot;

    public SnapshotNotes(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    private static Map<StatsCapability, String> notTold() {
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

    /** All of it. */
    public List<String> sentences() {
        List<String> sentences = limitations();
        snapshot.sources().stream()
                .filter(source -> source.gone() > 0)
                .forEach(source ->
                        sentences.add(start(source) + ": " + counted(source, source.gone()) + " ended meanwhile"));
        if (snapshot.vanished() > 0) {
            sentences.add("note: " + snapshot.vanished() + " listed and freed meanwhile, left out");
        }
        return sentences;
    }

    /** What is there and not in the figures; without what merely ended while it was read. */
    public List<String> limitations() {
        List<String> sentences = untold();
        for (SourceReport source : snapshot.sources()) {
            sentences.addAll(notes(source, Note::sentence));
            sentences.addAll(unreadable(source));
        }
        sentences.addAll(contradictions());
        return sentences;
    }

    /** How many there are of {@link #limitations}; lines of details belong to the sentence above them. */
    public int limitationCount() {
        return (int) limitations().stream()
                .filter(sentence -> !sentence.startsWith(" "))
                .count();
    }

    /** What {@link #limitations} has without numbers and names of what could not be read: equal as long as the reasons are. */
    public List<String> reasons() {
        List<String> reasons = untold();
        for (SourceReport source : snapshot.sources()) {
            reasons.addAll(notes(source, Note::text));
            unreadable(source).stream().limit(1).forEach(some -> reasons.add(start(source)));
        }
        reasons.addAll(contradictions());
        return reasons;
    }

    private List<String> untold() {
        List<String> sentences = new ArrayList<>();
        NOT_TOLD.forEach((fact, sentence) -> {
            boolean needsNoSentence =
                    fact == StatsCapability.ALL_HOLDERS && !snapshot.provides(StatsCapability.HOLDERS);
            if (!snapshot.provides(fact) && !needsNoSentence) {
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
            sentences.add(start(source) + ": " + counted(source, unreadable) + " not readable, the figures lack them:");
            source.unreadable().stream()
                    .limit(SHOWN)
                    .forEach(one -> sentences.add("  " + TerminalEscape.sentence(one.entry() + ": " + one.reason())));
        }
        if (unreadable > SHOWN) {
            sentences.add("  and " + (unreadable - SHOWN) + " more (all of them: --json)");
        }
        return sentences;
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
