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

    /** The lines in a window, with the cursor at its first place. */
    private List<TopLine> window(TopReading reading, TopChoice choice, int columns, int rows) {
        return window(reading, choice, new TopCursor(), columns, rows);
    }

    private List<TopLine> window(TopReading reading, TopChoice choice, TopCursor cursor, int columns, int rows) {
        return screen.lines(reading, screen.rows(reading, choice), choice, cursor, columns, rows);
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

        assertThat(window(reading, TopChoice.of(view), 100, 20))
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
            List<TopLine> lines = window(readings(Snapshots.of(many)), TopChoice.of(view), columns, rows);
            assertThat(lines).hasSizeBetween(1, rows);
            assertThat(lines)
                    .allSatisfy(line -> assertThat(TextWidth.of(line.text())).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void aLowWindowStillHasTotalsARowAndTheKeys() {
        assertThat(window(readings(three()), PROCESSES, 20, 5))
                .extracting(TopLine::text)
                .containsExactly(
                        "2026-01-02T03:04:05Z",
                        "3 buffers, 6.0 MiB; ",
                        "PID  BUFFERS  FDS  M",
                        " 11        1    1   ",
                        "q quit  ? keys  / fi");
    }

    @Test
    void aTableThatDoesNotFitSaysSo() {
        List<TopLine> lines = window(
                readings(Snapshots.of(IntStream.range(0, 50)
                        .mapToObj(i -> Snapshots.buffer(i, MIB))
                        .toArray(BufferInfo[]::new))),
                TopChoice.of(TopView.BUFFERS),
                100,
                24);
        assertThat(lines).hasSize(24);
        assertThat(lines).extracting(TopLine::text).contains("buffers by size: 50, the first 14");
        assertThat(lines.get(22).text()).startsWith("   13  ");
        assertThat(lines.get(23).text())
                .contains("q quit", "? keys", "/ filter", "Enter row", "1-8 sort", "p e d b view");
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
        assertThat(window(readings(partial), PROCESSES, 100, 24))
                .contains(TopLine.warning("sources: sysfs; 2 not readable; 2 notes (key n)"));
        assertThat(window(readings(partial), PROCESSES, 50, 5).get(1))
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

        assertThat(window(reading, notes, 40, 12))
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
                        "q table  ? keys  space now  < > page");
        assertThat(window(reading, notes, 40, 7))
                .extracting(TopLine::text)
                .contains("notes, page 1 of 2:", "note: debugfs not read: word word word")
                .doesNotContain("note: debugfs not read: the last one");
        for (TopChoice second : List.of(notes.pressed('>'), notes.pressed('<'))) {
            assertThat(window(reading, second, 40, 7))
                    .extracting(TopLine::text)
                    .contains("notes, page 2 of 2:", "note: debugfs not read: the last one");
        }
        assertThat(window(reading, notes.pressed('n'), 100, 24))
                .extracting(TopLine::text)
                .contains("processes by rss: 0");
    }

    @ParameterizedTest
    @CsvSource({"20, 5", "1, 1", "1, 4", "2, 30", "500, 200"})
    void f14_theNotesFitTheWindow(int columns, int rows) {
        TopReading reading = readings(Snapshots.with(List.of(
                Snapshots.source(List.of()),
                new SourceReport("debugfs", Set.of(), 0, List.of(), List.of(Note.of("漢字 a long \u0308 one  漢字"))))));

        assertThat(window(reading, PROCESSES.pressed('n'), columns, rows))
                .hasSizeBetween(1, rows)
                .allSatisfy(line -> assertThat(TextWidth.of(line.text())).isLessThanOrEqualTo(columns));
    }

    @Test
    void f14_withoutNotesThePageSaysSo() {
        assertThat(window(readings(three()), PROCESSES.pressed('n'), 80, 24))
                .extracting(TopLine::text)
                .containsSequence("notes:", "none: the figures are complete");
    }

    @Test
    void f14_theSourcesAreShownInFull() {
        Unreadable[] unreadable = IntStream.range(0, 9)
                .mapToObj(pid -> new Unreadable("process " + pid + " (a\nb)", "EACCES"))
                .toArray(Unreadable[]::new);
        TopReading reading = readings(Snapshots.with(List.of(
                new SourceReport(
                        "procfs",
                        Set.of(StatsCapability.HOLDERS, StatsCapability.NAME),
                        2,
                        List.of(unreadable),
                        List.of()),
                new SourceReport(
                        "debugfs", Set.of(), 0, List.of(), List.of(new Note("not mounted", List.of("why")))))));

        assertThat(window(reading, PROCESSES.pressed('s'), 50, 20))
                .extracting(TopLine::text)
                .containsSequence(
                        "sources:",
                        "procfs: name, holders; ended while read: 2",
                        "  process 0 (a\\u000ab): EACCES",
                        "  process 1 (a\\u000ab): EACCES")
                .containsSequence("  process 8 (a\\u000ab): EACCES", "debugfs: not read", "  not mounted: why");
        assertThat(window(reading, PROCESSES.pressed('s').pressed('>'), 50, 10))
                .extracting(TopLine::text)
                .contains("sources, page 2 of 2:", "debugfs: not read");
    }

    @Test
    void theKeysAreThoseOfTheHelp() {
        assertThat(window(readings(three()), PROCESSES.pressed('?'), 100, 24))
                .extracting(TopLine::text)
                .containsSequence(TopKeys.HELP.lines().toList())
                .contains("keys:", "any key: table");
        for (TopView view : TopView.values()) {
            assertThat(TopKeys.HELP.lines().findFirst().orElseThrow()).contains(view.key() + "", view.toString());
        }
        assertThat(TopKeys.HELP.lines()).allMatch(line -> line.length() < 80, "fits a terminal");
    }

    @Test
    void aFilterShowsOnlyRowsWithItsText() {
        TopReading reading = readings(Snapshots.of(
                Snapshots.named(1, MIB, "cma", "Camera-0"),
                Snapshots.named(2, MIB, "system", "frame"),
                Snapshots.named(3, MIB, "system", "caf\udce9")));
        TopChoice buffers = TopChoice.of(TopView.BUFFERS);

        assertThat(inodes(reading, typed(buffers, "CAM"))).containsExactly("1");
        assertThat(inodes(reading, typed(buffers, "system"))).containsExactly("2", "3");
        assertThat(inodes(reading, typed(buffers, "f\\xe9"))).containsExactly("3");
        assertThat(inodes(reading, typed(buffers, "1.0")))
                .as("a size is not a text")
                .isEmpty();
        assertThat(window(reading, typed(buffers, "a\u001bm"), 100, 24))
                .as("Esc ends the typing")
                .extracting(TopLine::text)
                .contains("buffers by size: 3");
        assertThat(window(reading, typed(buffers, "system"), 100, 24))
                .extracting(TopLine::text)
                .contains("buffers by size: 2 of 3 with 'system'", "/system_  Enter keeps, Esc clears");
        assertThat(window(reading, typed(buffers, "system\r"), 100, 24).get(23).text())
                .startsWith("q quit  ? keys");
        assertThat(window(reading, typed(buffers, "system\r"), 100, 8))
                .extracting(TopLine::text)
                .anyMatch(line -> line.startsWith("with 'system'; 3 buffers"));
    }

    private static TopChoice typed(TopChoice choice, String text) {
        TopChoice typing = choice.pressed('/');
        for (int key : text.chars().toArray()) {
            typing = typing.pressed(key);
        }
        return typing;
    }

    private List<String> inodes(TopReading reading, TopChoice choice) {
        return screen.rows(reading, choice).identities().stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void theRowsAroundTheCursorAreShown() {
        TopReading reading = readings(Snapshots.of(IntStream.range(0, 10_000)
                .mapToObj(i -> Snapshots.buffer(i, MIB))
                .toArray(BufferInfo[]::new)));
        TopChoice choice = TopChoice.of(TopView.BUFFERS);
        TopCursor cursor = new TopCursor();

        assertThat(selected(window(reading, choice, cursor, 60, 24)))
                .startsWith("    0  ")
                .hasSize(60);
        cursor.pressed(TerminalKeys.END);
        List<TopLine> end = window(reading, choice, cursor, 60, 24);
        assertThat(selected(end)).startsWith(" 9999  ");
        assertThat(end).extracting(TopLine::text).contains("buffers by size: 10000, 9987 to 10000");
        cursor.pressed(TerminalKeys.PAGE_UP);
        assertThat(selected(window(reading, choice, cursor, 60, 24))).startsWith(" 9985  ");
        assertThat(selected(window(reading, choice, cursor, 20, 5))).startsWith(" 9985  ");
        cursor.pressed('j');
        assertThat(window(reading, choice, cursor, 20, 5)).hasSize(5);
        assertThat(selected(window(reading, choice, cursor, 20, 5))).startsWith(" 9986  ");
        assertThat(selected(window(reading, choice, cursor, 20, 4))).startsWith(" 9986  ");
    }

    private static String selected(List<TopLine> lines) {
        assertThat(lines)
                .filteredOn(line -> line.mark() == TopLine.Mark.SELECTED)
                .hasSize(1);
        return lines.stream()
                .filter(line -> line.mark() == TopLine.Mark.SELECTED)
                .findFirst()
                .orElseThrow()
                .text();
    }

    private List<String> row(TopReading reading, TopChoice choice, TopCursor cursor) {
        window(reading, choice, cursor, 100, 30);
        assertThat(cursor.follow()).isTrue();
        return window(reading, choice.pressed('\r'), cursor, 100, 30).stream()
                .map(TopLine::text)
                .toList();
    }

    @Test
    void enterShowsOneRow() {
        TopReading reading = readings(Snapshots.of(
                SHARED,
                Snapshots.buffer(2, 4 * MIB, Snapshots.process(10, "maker")),
                Snapshots.named(3, MIB, "cma", "x", "gpu", "isp")));

        assertThat(row(reading, PROCESSES, new TopCursor()))
                .containsSequence(
                        "process 10:",
                        "pid         10",
                        "command     maker",
                        "buffers     2",
                        "fds         2",
                        "mappings    2",
                        "mappedBytes 8.0 KiB",
                        "rss         6.0 MiB",
                        "pss         5.0 MiB",
                        "user        -",
                        "cgroup      -",
                        "cgroupPath  -",
                        "",
                        "INODE     SIZE      PSS  HOLDERS  FDS  MAPPINGS  EXPORTER  NAME",
                        "    2  4.0 MiB  4.0 MiB        1  3           1  system    -",
                        "    1  2.0 MiB  1.0 MiB        2  3           1  system    -");
        assertThat(row(reading, TopChoice.of(TopView.BUFFERS), new TopCursor()))
                .containsSequence("buffer 2:", "inode       2", "size        4.0 MiB", "exporter    system")
                .contains("held by     user space")
                .containsSequence(
                        "PID  COMMAND  FDS  MAPPINGS  MAPPEDBYTES  USER  CGROUP",
                        " 10  maker    3           1      4.0 KiB  -     -");
        assertThat(row(reading, new TopChoice(TopView.EXPORTERS, "exporter"), new TopCursor()))
                .containsSequence(
                        "buffers of the exporter cma:",
                        "INODE     SIZE  REFERENCES  EXPORTER  NAME  HOLDERS  DEVICES",
                        "    3  1.0 MiB           2  cma       x     -        gpu isp");
        assertThat(row(reading, TopChoice.of(TopView.DEVICES), new TopCursor()))
                .contains("buffers of the device gpu:", "    3  1.0 MiB           2  cma       x     -        gpu isp");
    }

    @Test
    void aRowThatVanishesIsGone() {
        TopReading reading = readings(Snapshots.of(SHARED));
        TopCursor cursor = new TopCursor();
        row(reading, PROCESSES, cursor);

        assertThat(window(reading.then(Snapshots.of()), PROCESSES.pressed('\r'), cursor, 80, 24))
                .extracting(TopLine::text)
                .contains("gone:", "this row is not there any more");
    }

    @ParameterizedTest
    @CsvSource({"20, 5", "1, 1", "1, 2", "80, 3", "80, 4", "2, 30", "500, 200"})
    void everyPageFitsTheWindow(int columns, int rows) {
        TopReading reading = readings(Snapshots.of(Snapshots.buffer(1, MIB, Snapshots.process(10, "漢字\u0308"))));
        for (TopView view : TopView.values()) {
            for (String keys : List.of("?", "n", "s", "\r", "/", "/漢\r", "/none")) {
                TopChoice choice = TopChoice.of(view);
                for (int key : keys.chars().toArray()) {
                    choice = choice.pressed(key);
                }
                TopCursor cursor = new TopCursor();
                window(reading, TopChoice.of(view), cursor, columns, rows);
                cursor.follow();
                assertThat(window(reading, choice, cursor, columns, rows))
                        .hasSizeBetween(1, rows)
                        .allSatisfy(
                                line -> assertThat(TextWidth.of(line.text())).isLessThanOrEqualTo(columns));
            }
        }
    }

    @Test
    void whatIsFilteredIsInTheHeader() {
        BufferFilter filter = BufferFilter.ALL.heldBy(List.of(11));
        TopLayout filtered = new TopLayout(filter, SizeFormat.HUMAN, ZoneOffset.UTC);
        TopReading reading = readings(filter.of(Snapshots.of(SHARED, Snapshots.buffer(2, MIB))));

        assertThat(filtered.lines(reading, PROCESSES, true))
                .extracting(TopLine::text)
                .contains("filtered by --pid 11", "processes by rss: 1")
                .anyMatch(line -> line.startsWith("all                1 "))
                .anyMatch(line -> line.endsWith("  taker"))
                .noneMatch(line -> line.endsWith("  maker"));
        assertThat(filtered.lines(reading, filtered.rows(reading, PROCESSES), PROCESSES, new TopCursor(), 80, 8)
                        .get(1)
                        .text())
                .startsWith("filtered; 1 buffer, 2.0 MiB");
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
