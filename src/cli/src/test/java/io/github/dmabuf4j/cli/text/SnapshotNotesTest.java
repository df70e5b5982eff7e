// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Unreadable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotNotesTest {
    private static final Set<StatsCapability> ALL = Set.of(StatsCapability.values());

    private static List<String> sentences(List<Contradiction> contradictions, SourceReport... sources) {
        Snapshot snapshot =
                new Snapshot(Instant.EPOCH, "boot", "6.1.0", List.of(), List.of(sources), 0, contradictions);
        return new SnapshotNotes(snapshot).sentences();
    }

    private static SourceReport report(
            Set<StatsCapability> facts, int gone, List<Unreadable> unreadable, String... notes) {
        return new SourceReport(
                "procfs",
                facts,
                gone,
                unreadable,
                Stream.of(notes).map(Note::of).toList());
    }

    @Test
    void whatLacksNothingNeedsNoSentence() {
        assertThat(sentences(List.of(), report(ALL, 0, List.of()))).isEmpty();
    }

    @Test
    void whatNoSourceToldIsSaid() {
        assertThat(sentences(List.of()))
                .containsExactly(
                        "note: buffers that no process holds are not listed",
                        "note: names are not known",
                        "note: the processes that hold buffers are not known",
                        "note: attached devices are not known");
        assertThat(sentences(List.of(), report(Set.of(StatsCapability.HOLDERS, StatsCapability.NAME), 0, List.of())))
                .containsExactly(
                        "note: buffers that no process holds are not listed",
                        "note: processes that were not seen may hold buffers, also those without a visible holder",
                        "note: attached devices are not known");
    }

    @Test
    void aSourceThatWasNotReadIsNamedWithTheReason() {
        SourceReport missing =
                new SourceReport("sysfs", Set.of(), 0, List.of(), List.of(Note.of("open failed: ENOENT (2)")));

        assertThat(sentences(List.of(), missing, report(ALL, 0, List.of(), "hidden")))
                .containsExactly("note: sysfs not read: open failed: ENOENT (2)", "note: procfs: hidden");
    }

    private static List<String> brief(SourceReport... sources) {
        return new SnapshotNotes(
                        new Snapshot(Instant.EPOCH, "boot", "6.1.0", List.of(), List.of(sources), 0, List.of()))
                .brief();
    }

    @Test
    void inBriefTheSourcesThatWereNotReadAreOneLine() {
        List<Note> reason = List.of(Note.of("open failed: ENOENT (2)"));
        SourceReport bpf = new SourceReport("bpf", Set.of(), 0, List.of(), reason);
        SourceReport sysfs = new SourceReport("sysfs", Set.of(), 0, List.of(), reason);

        assertThat(brief(bpf, report(ALL, 2, List.of()), sysfs))
                .containsExactly(
                        "note: not read: bpf, sysfs (why: --notes)", "note: procfs: 2 processes ended while read");
        assertThat(brief(report(ALL, 0, List.of()))).isEmpty();
    }

    @Test
    void inBriefANoteHasItsFirstDetailAndEntriesAreCounted() {
        SourceReport procfs = new SourceReport(
                "procfs",
                ALL,
                0,
                unreadable(103),
                List.of(new Note("some are hidden", List.of("run as root", "more"))));

        assertThat(brief(procfs))
                .containsExactly(
                        "note: procfs: some are hidden: run as root",
                        "note: procfs: 103 processes not readable, the figures lack them (which: --notes)");
    }

    @Test
    void rootIsAdvisedWhereItWouldSeeMore() {
        Note note = new Note("some are hidden", List.of("run as root"));

        assertThat(RootAdvice.concerns(withNote(note))).as("nothing is lacking").isFalse();
        assertThat(RootAdvice.concerns(lacking(note))).isTrue();
        assertThat(RootAdvice.concerns(lacking(Note.of("run outside of this container"))))
                .isFalse();
    }

    private static Snapshot lacking(Note note) {
        SourceReport some = new SourceReport("procfs", Set.of(StatsCapability.HOLDERS), 0, List.of(), List.of(note));
        return new Snapshot(Instant.EPOCH, "boot", "6.1.0", List.of(), List.of(some), 0, List.of());
    }

    @Test
    void whatEndedMeanwhileIsCounted() {
        assertThat(sentences(List.of(), report(ALL, 3, List.of())))
                .containsExactly("note: procfs: 3 processes ended while read");
    }

    @Test
    void upToThreeUnreadableAreShown() {
        assertThat(sentences(List.of(), report(ALL, 0, unreadable(3))))
                .containsExactly(
                        "note: procfs: 3 processes not readable, the figures lack them:",
                        "  process 1: EACCES",
                        "  process 2: EACCES",
                        "  process 3: EACCES");
    }

    @Test
    void ofMoreTheNumberIsSaid() {
        assertThat(sentences(List.of(), report(ALL, 0, unreadable(103))))
                .hasSize(5)
                .startsWith("note: procfs: 103 processes not readable, the figures lack them:")
                .endsWith("  and 100 more (all of them: --json)");
    }

    private static List<Unreadable> unreadable(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> new Unreadable("process " + i, "EACCES"))
                .toList();
    }

    @Test
    void contradictionsAreSaidWithTheBuffer() {
        assertThat(sentences(List.of(new Contradiction(-1, "size 1 by a, 2 by b")), report(ALL, 0, List.of())))
                .containsExactly("note: buffer 18446744073709551615: size 1 by a, 2 by b");
    }

    @Test
    void otherDetailsOfANoteAreNoNewReason() {
        SnapshotNotes one = new SnapshotNotes(withNote(new Note("hidden", List.of("run as root"))));
        SnapshotNotes other = new SnapshotNotes(withNote(new Note("hidden", List.of("run elsewhere"))));

        assertThat(one.sentences()).containsExactly("note: procfs: hidden: run as root");
        assertThat(one.sentences()).isNotEqualTo(other.sentences());
        assertThat(one.reasons()).isEqualTo(other.reasons()).containsExactly("note: procfs: hidden");
    }

    private static Snapshot withNote(Note note) {
        SourceReport source = new SourceReport("procfs", ALL, 0, List.of(), List.of(note));
        return new Snapshot(Instant.EPOCH, "boot", "6.1.0", List.of(), List.of(source), 0, List.of());
    }

    @Test
    void whatProgramsChoseCannotStartALine() {
        String evil = "x\nnote: all is well\u001b[2J";
        List<String> sentences = sentences(
                List.of(new Contradiction(1, evil)),
                new SourceReport(
                        evil, ALL, 1, List.of(new Unreadable(evil, evil)), List.of(new Note(evil, List.of(evil)))));

        assertThat(sentences)
                .hasSize(5)
                .allSatisfy(sentence -> assertThat(sentence).doesNotContain("\n", "\u001b"));
    }
}
