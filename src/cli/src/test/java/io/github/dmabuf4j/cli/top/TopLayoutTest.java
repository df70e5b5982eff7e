// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.TextWidth;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Unreadable;
import io.github.dmabuf4j.support.Snapshots;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TopLayoutTest {
    private static final long MIB = 1 << 20;
    private static final BufferInfo SHARED =
            Snapshots.buffer(1, 2 * MIB, Snapshots.process(10, "maker"), Snapshots.process(11, "taker"));
    private static final TopChoice PROCESSES = TopChoice.of(TopView.PROCESSES);

    private final TopLayout screen = new TopLayout(BufferFilter.ALL, SizeFormat.HUMAN, ZoneOffset.UTC);

    private static TopReading readings(Snapshot... snapshots) {
        TopReading reading = TopReading.NONE;
        for (Snapshot snapshot : snapshots) {
            reading = reading.then(snapshot);
        }
        return reading;
    }

    private List<String> texts(TopReading reading, TopChoice choice) {
        return screen.lines(reading, choice, true).stream().map(TopLine::text).toList();
    }

    /** The rows below the heading of the table. */
    private List<TopLine> rows(TopReading reading, TopChoice choice) {
        List<TopLine> lines = screen.lines(reading, choice, true);
        List<TopLine> headings = lines.stream()
                .filter(line -> line.mark() == TopLine.Mark.HEADING)
                .toList();
        return lines.subList(lines.lastIndexOf(headings.get(1)) + 1, lines.size());
    }

    private static Snapshot three() {
        return Snapshots.of(
                Snapshots.buffer(1, MIB, Snapshots.process(10, "b")),
                Snapshots.buffer(2, 3 * MIB, Snapshots.process(11, "c")),
                Snapshots.buffer(3, 2 * MIB, Snapshots.process(12, "a")));
    }

    @Test
    void allIsShownWithTheChangeSinceTheLastTime() {
        TopReading reading = readings(
                Snapshots.of(SHARED),
                Snapshots.of(
                        SHARED, Snapshots.buffer(2, MIB, Snapshots.process(10, "maker")), Snapshots.buffer(3, 512)));

        assertThat(texts(reading, PROCESSES))
                .containsExactly(
                        "2026-01-02T03:04:05Z  Linux 6.1.0  dmabuf top",
                        "TOTAL        BUFFERS  CHANGE     SIZE    CHANGE",
                        "all                3      +2  3.0 MiB  +1.0 MiB",
                        "user space         2      +1  3.0 MiB  +1.0 MiB",
                        "kernel only        1      +1    512 B    +512 B",
                        "sources: sysfs",
                        "processes by rss: 2",
                        "PID  BUFFERS  FDS  MAPPINGS      RSS      PSS    CHANGE  COMMAND",
                        " 10        2    2         2  3.0 MiB  2.0 MiB  +1.0 MiB  maker",
                        " 11        1    1         1  2.0 MiB  1.0 MiB       0 B  taker");
    }

    @Test
    void aRowThatChangedIsMarked() {
        TopReading reading = readings(
                Snapshots.of(SHARED), Snapshots.of(SHARED, Snapshots.buffer(2, MIB, Snapshots.process(11, "taker"))));

        assertThat(rows(reading, PROCESSES))
                .extracting(TopLine::mark)
                .containsExactly(TopLine.Mark.CHANGED, TopLine.Mark.PLAIN);
    }

    @Test
    void atFirstNoChangeIsKnown() {
        assertThat(rows(readings(Snapshots.of(SHARED)), PROCESSES))
                .allSatisfy(row -> assertThat(row.text()).contains("  -  "))
                .extracting(TopLine::mark)
                .containsOnly(TopLine.Mark.PLAIN);
    }

    @Test
    void aProcessThatIsGoneVanishesAndOneWithItsNumberIsNew() {
        BufferInfo before = Snapshots.buffer(1, MIB, new HoldingProcess(10, "old", 1));
        BufferInfo after = Snapshots.buffer(1, MIB, new HoldingProcess(10, "new", 2));

        assertThat(rows(readings(Snapshots.of(before), Snapshots.of(after)), PROCESSES))
                .singleElement()
                .extracting(TopLine::text)
                .asString()
                .contains("+1.0 MiB", "new");
    }

    @ParameterizedTest
    @CsvSource({"rss, 11 12 10", "pid, 12 11 10", "command, 12 10 11", "buffers, 11 12 10", "change, 11 12 10"})
    void rowsAreSorted(String key, String pids) {
        List<String> found = rows(readings(three()), new TopChoice(TopView.PROCESSES, key)).stream()
                .map(row -> row.text().strip().split(" ", 2)[0])
                .toList();
        assertThat(String.join(" ", found)).isEqualTo(pids);
    }

    @Test
    void unknownSizesAreCountedAndSortedLast() {
        TopReading reading =
                readings(Snapshots.of(Snapshots.unknownSize(5), Snapshots.buffer(6, MIB), Snapshots.unknownSize(7)));

        assertThat(texts(reading, PROCESSES)).contains("unknown size        2       -        -       -");
        assertThat(rows(reading, TopChoice.of(TopView.BUFFERS)))
                .extracting(row -> row.text().strip().split(" ", 2)[0])
                .containsExactly("6", "5", "7");
    }

    @Test
    void inodesAreUnsigned() {
        TopReading reading = readings(Snapshots.of(Snapshots.buffer(5, 1), Snapshots.buffer(-1, 1)));
        assertThat(rows(reading, new TopChoice(TopView.BUFFERS, "inode")))
                .first()
                .extracting(TopLine::text)
                .asString()
                .startsWith("18446744073709551615 ");
    }

    @Test
    void exportersAndDevicesAreAddedUp() {
        TopReading reading = readings(
                Snapshots.of(Snapshots.named(1, MIB, "cma", "x", "gpu")),
                Snapshots.of(
                        Snapshots.named(1, MIB, "cma", "x", "gpu", "isp"), Snapshots.named(2, MIB, "cma", "y", "gpu")));

        assertThat(rows(reading, TopChoice.of(TopView.EXPORTERS)))
                .extracting(TopLine::text)
                .containsExactly("      2  2.0 MiB  +1.0 MiB  cma");
        assertThat(rows(reading, TopChoice.of(TopView.DEVICES)))
                .extracting(TopLine::text)
                .containsExactly(
                        "      2            2           2  2.0 MiB  +1.0 MiB  gpu",
                        "      1            1           1  1.0 MiB  +1.0 MiB  isp");
    }

    @ParameterizedTest
    @EnumSource
    void evilNamesNeitherSteerTheTerminalNorStartALine(TopView view) {
        String evil = "\u001b[2J\n\u009b31m\u202e漢字漢字漢字漢字漢字";
        TopReading reading = readings(Snapshots.of(
                Snapshots.named(1, MIB, evil, evil, evil), Snapshots.buffer(2, MIB, Snapshots.process(10, evil))));

        assertThat(screen.lines(reading, TopChoice.of(view), 100, 20))
                .hasSize(20)
                .allSatisfy(line -> {
                    assertThat(line.text()).doesNotMatch("(?s).*\\p{Cntrl}.*").doesNotContain("\u202e");
                    assertThat(TextWidth.of(line.text())).isLessThanOrEqualTo(100);
                })
                .anySatisfy(line -> assertThat(line.text()).contains("1.0 MiB", "\\u001b[2J\\u000a"));
    }

    @ParameterizedTest
    @CsvSource({"20, 5", "1, 1", "80, 2", "80, 3", "80, 4", "80, 15", "80, 16", "80, 24", "500, 200", "2, 30"})
    void linesFitTheWindow(int columns, int rows) {
        BufferInfo[] many = IntStream.range(0, 100)
                .mapToObj(i -> Snapshots.buffer(i, MIB, Snapshots.process(1000 + i, "漢字")))
                .toArray(BufferInfo[]::new);
        for (TopView view : TopView.values()) {
            List<TopLine> lines = screen.lines(readings(Snapshots.of(many)), TopChoice.of(view), columns, rows);
            assertThat(lines).hasSizeBetween(1, rows);
            assertThat(lines)
                    .allSatisfy(line -> assertThat(TextWidth.of(line.text())).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void aLowWindowStillHasTotalsARowAndTheKeys() {
        assertThat(screen.lines(readings(three()), PROCESSES, 20, 5))
                .extracting(TopLine::text)
                .containsExactly(
                        "2026-01-02T03:04:05Z",
                        "3 buffers, 6.0 MiB; ",
                        "PID  BUFFERS  FDS  M",
                        " 11        1    1   ",
                        "q quit  space now  <");
    }

    @Test
    void aTableThatDoesNotFitSaysSo() {
        List<TopLine> lines = screen.lines(
                readings(Snapshots.of(IntStream.range(0, 50)
                        .mapToObj(i -> Snapshots.buffer(i, MIB))
                        .toArray(BufferInfo[]::new))),
                TopChoice.of(TopView.BUFFERS),
                100,
                24);
        assertThat(lines).hasSize(24);
        assertThat(lines).extracting(TopLine::text).contains("buffers by size: 50, the first 14");
        assertThat(lines.get(22).text()).startsWith("   13  ");
        assertThat(lines.get(23).text()).contains("q quit", "1-8 sort", "p processes", "e exporters");
    }

    @ParameterizedTest
    @EnumSource
    void withoutBuffersThereAreNoRows(TopView view) {
        TopReading reading = readings(Snapshots.of());
        assertThat(rows(reading, TopChoice.of(view))).isEmpty();
        assertThat(texts(reading, TopChoice.of(view))).contains("all                0       -   0 B       -");
    }

    @Test
    void f14_whatIsMissingIsShortUnlessAllOfItIsWanted() {
        Snapshot partial = Snapshots.with(List.of(
                Snapshots.source(List.of(
                        new Unreadable("process 7 (a\nb)", "EACCES"), new Unreadable("process 8 (c)", "EACCES"))),
                new SourceReport("debugfs", Set.of(), 0, List.of(), List.of(Note.of("not mounted")))));

        List<TopLine> notes = List.of(
                TopLine.warning("note: sysfs: 2 entries not readable, the figures lack them:"),
                TopLine.warning("  process 7 (a\\u000ab): EACCES"),
                TopLine.warning("  process 8 (c): EACCES"),
                TopLine.warning("note: debugfs not read: not mounted"));
        assertThat(screen.lines(readings(partial), PROCESSES, true))
                .contains(TopLine.warning("sources: sysfs; 2 not readable; 2 notes"))
                .containsSequence(notes);
        assertThat(screen.lines(readings(partial), PROCESSES, false))
                .contains(TopLine.warning("sources: sysfs; 2 not readable; 2 notes"))
                .doesNotContainAnyElementsOf(notes);
        assertThat(screen.lines(readings(partial), PROCESSES, 100, 24))
                .contains(TopLine.warning("sources: sysfs; 2 not readable; 2 notes (key n)"));
        assertThat(screen.lines(readings(partial), PROCESSES, 50, 5).get(1))
                .isEqualTo(TopLine.warning("2 not readable; 2 notes (key n); 0 buffers, 0 B; h"));
    }

    @Test
    void f14_theNotesFillTheWindowPageByPage() {
        String longNote = "word ".repeat(30).strip();
        TopReading reading = readings(Snapshots.with(List.of(
                Snapshots.source(List.of()),
                new SourceReport(
                        "debugfs", Set.of(), 0, List.of(), List.of(Note.of(longNote), Note.of("the last one"))))));
        TopChoice notes = PROCESSES.pressed('n');

        assertThat(screen.lines(reading, notes, 40, 12))
                .extracting(TopLine::text)
                .containsExactly(
                        "2026-01-02T03:04:05Z  Linux 6.1.0  dmabu",
                        "notes:",
                        "note: debugfs not read: word word word",
                        "word word word word word word word word",
                        "word word word word word word word word",
                        "word word word word word word word word",
                        "word word word",
                        "note: debugfs not read: the last one",
                        "",
                        "",
                        "",
                        "q quit  n table  space now  < > page");
        assertThat(screen.lines(reading, notes, 40, 7))
                .extracting(TopLine::text)
                .contains("notes, page 1 of 2:", "note: debugfs not read: word word word")
                .doesNotContain("note: debugfs not read: the last one");
        for (TopChoice second : List.of(notes.pressed('>'), notes.pressed('<'))) {
            assertThat(screen.lines(reading, second, 40, 7))
                    .extracting(TopLine::text)
                    .contains("notes, page 2 of 2:", "note: debugfs not read: the last one");
        }
        assertThat(screen.lines(reading, notes.pressed('n'), 100, 24))
                .extracting(TopLine::text)
                .contains("processes by rss: 0");
    }

    @ParameterizedTest
    @CsvSource({"20, 5", "1, 1", "1, 4", "2, 30", "500, 200"})
    void f14_theNotesFitTheWindow(int columns, int rows) {
        TopReading reading = readings(Snapshots.with(List.of(
                Snapshots.source(List.of()),
                new SourceReport("debugfs", Set.of(), 0, List.of(), List.of(Note.of("漢字 a long \u0308 one  漢字"))))));

        assertThat(screen.lines(reading, PROCESSES.pressed('n'), columns, rows))
                .hasSizeBetween(1, rows)
                .allSatisfy(line -> assertThat(TextWidth.of(line.text())).isLessThanOrEqualTo(columns));
    }

    @Test
    void f14_withoutNotesThePageSaysSo() {
        assertThat(screen.lines(readings(three()), PROCESSES.pressed('n'), 80, 24))
                .extracting(TopLine::text)
                .contains("notes: none, the figures are complete");
    }

    @Test
    void f26_whereAProcessWasNotSeenTheRowIsOfThoseWithoutAVisibleHolder() {
        SourceReport told = new SourceReport(
                "procfs",
                Set.of(StatsCapability.ALL_BUFFERS, StatsCapability.HOLDERS),
                0,
                List.of(),
                List.of(Note.of("not all are visible")));
        TopReading reading = readings(Snapshots.with(List.of(told), SHARED, Snapshots.buffer(3, 512)));

        assertThat(texts(reading, PROCESSES))
                .contains("no visible holder        1       -    512 B       -")
                .noneMatch(line -> line.startsWith("kernel only"));
    }

    @Test
    void aFailureIsShownAndTheFiguresStay() {
        TopReading reading =
                readings(Snapshots.of(SHARED)).thenFailed(Snapshots.TIME.plusSeconds(60), "read failed:\nEIO");

        assertThat(texts(reading, PROCESSES))
                .contains(
                        "2026-01-02T03:05:05Z  Linux 6.1.0  dmabuf top",
                        "cannot read, the figures are of 03:04:05: read failed:\\u000aEIO")
                .anyMatch(line -> line.endsWith("maker"));
        assertThat(texts(TopReading.NONE.thenFailed(Snapshots.TIME, "EIO"), PROCESSES))
                .startsWith("2026-01-02T03:04:05Z  dmabuf top", "cannot read: EIO");
        assertThat(texts(reading.then(Snapshots.of(SHARED)), PROCESSES)).noneMatch(line -> line.contains("cannot"));
    }
}
