// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.ATTACHMENT_STATS;
import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.cli.recording.Recording;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.Escapes;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about the machine's buffers, with hostile names and unreadable sources. */
@RealKernel
@Needs(BUFFERS)
@Smoke
class StatsCommandsIT {
    private static final int PAGE = 4096;
    private static final String HEAP = Heaps.ordinary();
    private static final String NAME = "a\"b,c;\n\u001b[2J\u202e";

    @TempDir
    private Path directory;

    @Test
    void aHostileNameBreaksNoFormat() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(HEAP, PAGE, 0);
            holder.name(0, NAME);
            holder.comm("x,\"\n\u001b[1m");
            for (String command : List.of("ls", "ps", "usage")) {
                CommandRun text = CommandRun.of(command, "--human");
                assertThat(text.out().replace("\n", "")).as(command).doesNotContainPattern("\\p{Cntrl}|\u202e");
                assertThat(text.exitCode()).isZero();
            }
            assertThat(CommandRun.of("ls").lines())
                    .filteredOn(line -> line.contains(" " + PAGE + "  " + HEAP))
                    .singleElement()
                    .asString()
                    .contains("a\"b,c;\\u000a\\u001b[2J\\u202e", Long.toString(inode));
            NamedCsvRecord row = rows("ls").stream()
                    .filter(one -> one.getField("inode").equals(Long.toString(inode)))
                    .findFirst()
                    .orElseThrow();
            assertThat(Escapes.read(row.getField("name"))).isEqualTo(NAME);
            assertThat(row.getField("size")).isEqualTo(Integer.toString(PAGE));
            assertThat(rows("ps"))
                    .singleElement()
                    .satisfies(
                            process -> assertThat(process.getField("command")).isEqualTo("x,\"\\u000a\\u001b[1m"));
            JsonObject document = Json.parse(CommandRun.of("ls", "--json").out());
            assertThat(buffer(document, inode).text("name")).isEqualTo(NAME);
        }
    }

    @Test
    void scriptsGetWhatTheyAskForAndAllOfIt() throws Exception {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(HEAP, PAGE, 0);
            holder.name(0, "a-name-of-31-characters-exactly");
            assertThat(CommandRun.of("ls", "-q").lines())
                    .contains(Long.toString(inode))
                    .allSatisfy(line -> assertThat(line).matches("[0-9]+"));
            assertThat(CommandRun.of("ps", "-q").lines()).containsExactly(Long.toString(holder.pid()));
            assertThat(CommandRun.of("ls", "-o", "size,inode", "--csv").lines())
                    .startsWith("size,inode")
                    .contains(PAGE + "," + inode);
            assertThat(inColumns(70)).anyMatch(line -> line.contains("a-name-") && line.contains("\u2026"));
            assertThat(CommandRun.of("ls").out()).contains("a-name-of-31-characters-exactly");
        }
    }

    /** The table, where the variable COLUMNS is set. */
    private static List<String> inColumns(int columns) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "COLUMNS=" + columns));
        command.addAll(ChildJvm.command(Main.class, ChildJvm.SMALL, "ls"));
        List<String> table = ChildJvm.run(command)
                .lines()
                .takeWhile(line -> !line.contains("held by user space"))
                .toList();
        assertThat(table).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        return table;
    }

    @Test
    void f27_bytesThatAreNotUtf8AreKeptFromTheKernelToARecording() throws Exception {
        Path file = directory.resolve("recording.jsonl");
        try (Holder holder = Holder.start();
                BufferAllocator heap = BufferAllocator.heapOrUdmabuf("system");
                DmaBuf mine = heap.allocate(PAGE)) {
            long inode = holder.alloc(HEAP, PAGE, 0);
            holder.name(0, new byte[] {'a', (byte) 0xff, '\\', 'x', 'f', 'f'});
            holder.comm(new byte[] {'c', (byte) 0xc3});
            mine.setName("a\udcfe\\xff");
            assertThat(mine.name()).isEqualTo("a\udcfe\\xff");
            for (String source :
                    BPF_ITERATORS.isThere() ? List.of("bpf", "debugfs", "procfs") : List.of("debugfs", "procfs")) {
                JsonObject document = Json.parse(
                        CommandRun.of("ls", "--json", "--source", source).out());
                assertThat(buffer(document, inode).text("name")).as(source).isEqualTo("a\udcff\\xff");
                assertThat(buffer(document, mine.inode()).text("name"))
                        .as(source)
                        .isEqualTo("a\udcfe\\xff");
            }
            assertThat(CommandRun.of("ls").out()).contains("  a\\xff\\\\xff  ", "  a\\xfe\\\\xff  ", " c\\xc3(");
            assertThat(rows("ls")).extracting(row -> row.getField("name")).contains("a\\xff\\\\xff", "a\\xfe\\\\xff");
            assertThat(CommandRun.of("record", "--interval=1s", "--count=1", "--out=" + file)
                            .exitCode())
                    .isZero();
            BufferInfo recorded = Recording.read(file)
                    .samples()
                    .get(0)
                    .snapshot()
                    .buffer(inode)
                    .orElseThrow();
            assertThat(recorded.name()).contains("a\udcff\\xff");
            assertThat(recorded.holders())
                    .extracting(one -> one.process().command())
                    .containsExactly("c\udcc3");
            holder.map(0, 0, 0, PAGE);
            holder.close(0);
            JsonObject mapped = Json.parse(
                    CommandRun.of("ls", "--json", "--source", "procfs").out());
            assertThat(buffer(mapped, inode).text("name")).as("by maps").isEqualTo("a\udcff\\xff");
        }
    }

    @Test
    void f28_aBufferThatIsCalledADashIsNotTakenForOneWithoutAName() throws IOException {
        try (Holder holder = Holder.start()) {
            long dash = holder.alloc(HEAP, PAGE, 0);
            long none = holder.alloc(HEAP, PAGE, 1);
            holder.name(0, "-");
            assertThat(CommandRun.of("ls", "--no-human").lines())
                    .anyMatch(line -> line.matches(" *" + dash + " +4096  " + HEAP + " +\\\\u002d .*"))
                    .anyMatch(line -> line.matches(" *" + none + " +4096  " + HEAP + " +- .*"));
            assertThat(rows("ls")).extracting(row -> row.getField("name")).containsExactlyInAnyOrder("-", "");
        }
    }

    private static List<NamedCsvRecord> rows(String command) throws IOException {
        CommandRun run = CommandRun.of(command, "--csv");
        assertThat(run.exitCode()).isZero();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(run.out())) {
            return reader.stream().toList();
        }
    }

    private static JsonObject buffer(JsonObject document, long inode) {
        return document.objects("buffers", buffer -> buffer).stream()
                .filter(buffer -> buffer.number("inode") == inode)
                .findFirst()
                .orElseThrow();
    }

    /** Returns members for an assertion on several of them. */
    private static Map<String, Object> known(JsonObject buffer) {
        Map<String, Object> known = new HashMap<>();
        for (String key : List.of("size", "exporter", "name", "references", "holders")) {
            known.put(key, buffer.members().get(key));
        }
        return known;
    }

    private static String unreadable(JsonObject document) {
        return source(document, "procfs")
                .objects("unreadable", one -> one.text("entry") + ": " + one.text("reason"))
                .toString();
    }

    private static String notes(JsonObject document, String source) {
        return source(document, source)
                .objects("notes", note -> note.text("text") + ": " + note.values("details", String.class))
                .toString();
    }

    private static JsonObject source(JsonObject document, String name) {
        return document.objects("sources", source -> source).stream()
                .filter(source -> source.text("source").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Needs(VGEM)
    void showTellsAllOfOneBuffer() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(HEAP, 2 * PAGE, 0);
            holder.name(0, "camera");
            holder.map(0, 0, PAGE, PAGE);
            holder.drm("vgem", 0);
            holder.importInto(0, 0);
            int fd = holder.fd(0);
            CommandRun run = CommandRun.of("show", Long.toString(inode));
            assertThat(run.exitCode()).isZero();
            assertThat(run.lines())
                    .contains("inode       " + inode, "size        8192", "exporter    " + HEAP, "name        camera")
                    .anyMatch(line -> line.matches(" *" + holder.pid() + "  holder +" + fd + " +1 +4096  root  .*"))
                    .anyMatch(line -> line.matches(ATTACHMENT_STATS.isThere() ? " *0  vgem +1" : " *-  vgem +-"));
        }
    }

    @Test
    void showOfNoBufferSaysSo() {
        CommandRun run = CommandRun.of("show", "18446744073709551615");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).startsWith("dmabuf show: there is no buffer 18446744073709551615 now");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    @Needs(SYSFS_STATS)
    void anotherUserSeesTheBuffersAndIsToldWhatIsMissing() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(HEAP, PAGE, 0);
            JsonObject document = lsElsewhere(Elsewhere.NOBODY);
            assertThat(known(buffer(document, inode)))
                    .containsEntry("size", PAGE)
                    .containsEntry("exporter", HEAP)
                    .containsEntry("holders", List.of());
            assertThat(unreadable(document)).contains("process " + holder.pid() + " (holder)", "EACCES (13)");
            assertThat(source(document, "debugfs").truth("used")).isFalse();
            assertThat(notes(document, "debugfs")).contains("run as root");
        }
    }

    @Test
    @Needs(SYSFS_STATS)
    void hiddenProcessesAreSaid() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(HEAP, PAGE, 0);
            List<String> hidden = List.of("mount -t proc -o hidepid=invisible proc /proc");
            JsonObject document = lsElsewhere(hidden, Elsewhere.NOBODY);
            assertThat(known(buffer(document, inode))).containsEntry("holders", List.of());
            assertThat(notes(document, "procfs")).contains("hidepid", "run as root");
        }
    }

    @Test
    void processesWithoutAccessAreSaid() throws IOException {
        try (Holder holder = Holder.start()) {
            List<String> closed = List.of("mount -t proc -o hidepid=noaccess proc /proc");
            JsonObject document = lsElsewhere(closed, Elsewhere.NOBODY);
            assertThat(unreadable(document)).contains("/proc/" + holder.pid() + "/stat failed: EPERM (1)");
        }
    }

    @Test
    void withoutSysfsStatisticsAndDebugfsTheRestStillWorks() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(HEAP, PAGE, 0);
            holder.name(0, "camera");
            List<String> stock = List.of(
                    Elsewhere.WITHOUT_BPF,
                    "umount /sys/kernel/debug",
                    "test ! -d /sys/kernel/dmabuf || mount -t tmpfs none /sys/kernel/dmabuf",
                    "umount /sys/fs/cgroup");
            JsonObject document = lsElsewhere(stock, "");
            assertThat(known(buffer(document, inode)))
                    .containsEntry("size", PAGE)
                    .containsEntry("exporter", HEAP)
                    .containsEntry("name", "camera")
                    .containsEntry("references", 1);
            assertThat(document.members().get("totals").toString()).contains("kernelOnly=null");
            assertThat(notes(document, "sysfs")).contains("CONFIG_DMABUF_SYSFS_STATS=y");
            assertThat(notes(document, "debugfs")).contains("mount -t debugfs debugfs /sys/kernel/debug");
        }
    }

    private JsonObject lsElsewhere(String user) throws IOException {
        return lsElsewhere(List.of(), user);
    }

    /** Runs {@code ls} with other mounts. */
    private JsonObject lsElsewhere(List<String> mounts, String user) throws IOException {
        CommandRun run = new Elsewhere(directory).with(mounts).run(user, "ls --json");
        assertThat(run.err()).isEmpty();
        return Json.parse(run.out());
    }

    @Test
    void aRecordingIsWholeAfterAKillAndIsContinued() throws Exception {
        Path file = directory.resolve("recording.jsonl");
        Process recorder = new ProcessBuilder(
                        ChildJvm.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        Checkout.root().resolve("src/cli/target/dmabuf.jar").toString(),
                        "record",
                        "--interval=20ms",
                        "--out=" + file)
                .inheritIO()
                .start();
        while (recorder.isAlive() && lines(file) < 5) {
            Thread.sleep(20);
        }
        recorder.destroyForcibly().waitFor();
        long whole = lines(file);
        Recording recording = Recording.read(file);
        assertThat(recording.samples()).hasSize((int) whole);
        assertThat(recording.brokenLines()).isLessThanOrEqualTo(1);
        assertThat(recording.samples().get(0).reason()).isEqualTo("start");
        assertThat(recording.samples().get(1).reason()).isEqualTo("interval");

        Files.writeString(file, "{\"broken", StandardOpenOption.APPEND);
        assertThat(CommandRun.of("record", "--interval=10ms", "--count=2", "--out=" + file)
                        .exitCode())
                .isZero();
        Recording continued = Recording.read(file);
        assertThat(continued.samples()).hasSize((int) whole + 2);
        assertThat(continued.brokenLines()).isBetween(1, 2);
    }

    private static long lines(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readString(file).chars().filter(c -> c == '\n').count()
                : 0;
    }

    /** A sample that cannot be taken does not cause a wait. */
    @Test
    void f17_recordAndTopEndWhereNoReadingSucceeds() throws IOException {
        Path garbled = Files.writeString(directory.resolve("garbled"), "no list of buffers\n");
        Path recording = directory.resolve("recording");
        List<CommandRun> runs = new Elsewhere(directory)
                .with(List.of("mount --bind " + garbled + " /sys/kernel/debug/dma_buf/bufinfo"))
                .runAll(
                        Elsewhere.ROOT,
                        List.of(
                                "record --source=debugfs --interval=100ms --count=2 --out=" + recording,
                                "top --plain --source=debugfs --interval=100ms --count=1"));

        assertThat(runs).extracting(CommandRun::exitCode).containsOnly(ExitCode.FAILED);
        assertThat(runs.get(0).err().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("no sample (") && line.contains("bufinfo"));
        assertThat(runs.get(1).out()).contains("cannot read: read on ", "bufinfo");
        assertThat(Files.readString(recording)).isEmpty();
    }
}
