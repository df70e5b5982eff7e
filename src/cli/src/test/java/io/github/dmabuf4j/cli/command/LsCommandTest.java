// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.details;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static io.github.dmabuf4j.support.BufferBuilder.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.recording.SnapshotReader;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.SysfsStats;
import io.github.dmabuf4j.support.BufferBuilder;
import io.github.dmabuf4j.support.EvilNames;
import io.github.dmabuf4j.support.Snapshots;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(UnchangedDescriptors.class)
class LsCommandTest {
    private static final Snapshot THREE = snapshot(
            buffer(9)
                    .size(4096)
                    .exporter("system")
                    .name("b")
                    .references(2)
                    .heldBy(20, 30)
                    .attached("vgem"),
            buffer(10)
                    .size(65_536)
                    .exporter("reserved")
                    .name("a")
                    .attached("vkms")
                    .attached("vgem")
                    .attached("vkms"),
            buffer(-1).heldBy(20));

    private static Snapshot snapshot(BufferBuilder... buffers) {
        return Snapshots.of(Stream.of(buffers).map(BufferBuilder::toInfo).toArray(BufferInfo[]::new));
    }

    private static List<String> inodes(List<List<String>> csv) {
        return csv.stream().skip(1).map(record -> record.get(0)).toList();
    }

    @Test
    void eachBufferIsALine() throws IOException {
        assertThat(Listing.text(THREE, "ls"))
                .containsExactly(
                        "               INODE   SIZE  EXPORTER  NAME  REFERENCES  HOLDERS          DEVICES",
                        "                   9   4096  system    b              2  p20(20) p30(30)  vgem",
                        "                  10  65536  reserved  a              -  -                vkms vgem",
                        "18446744073709551615      -  -         -              -  p20(20)          -",
                        "3 buffers, 69632 bytes; held by user space: 2 buffers, 4096 bytes;"
                                + " by the kernel alone: 1 buffer, 65536 bytes; of unknown size, not in these sums: 1");
    }

    @Test
    void csvHasTheSameRows() throws IOException {
        assertThat(Listing.csv(THREE, "ls"))
                .containsExactly(
                        List.of("inode", "size", "exporter", "name", "references", "holders", "devices"),
                        List.of("9", "4096", "system", "b", "2", "p20(20) p30(30)", "vgem"),
                        List.of("10", "65536", "reserved", "a", "", "", "vkms vgem"),
                        List.of("18446744073709551615", "", "", "", "", "p20(20)", ""));
    }

    @Test
    void jsonHasTheSameRowsAndTheTotals() throws IOException {
        JsonObject json = Listing.json(THREE, "ls");

        assertThat(json.objects("buffers", one -> one.number("inode"))).containsExactly(9L, 10L, -1L);
        assertThat(json.members().get("totals"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .contains(entry("buffers", 3), entry("size", 69_632), entry("unknownSize", 1));
        assertThat(SnapshotReader.read(json).buffers()).isEqualTo(THREE.buffers());
    }

    @Test
    void eachHolderIsALineWithItsUserAndItsShare() throws IOException {
        Snapshot shared = snapshot(
                buffer(9)
                        .size(8192)
                        .exporter("system")
                        .held(holder(process(20).with(details("Camera", null, 1000, "cam")), List.of(3, 4)))
                        .held(holder(process(30).with(details(null, null, 0, null)), List.of(), 4096)),
                buffer(10).size(4096));

        assertThat(Listing.text(shared, "ls", "--holders"))
                .containsExactly(
                        "INODE  SIZE  EXPORTER  NAME   PSS  PID  USER  COMMAND  FDS  MAPPINGS  MAPPEDBYTES",
                        "    9  8192  system    -     4096   20  cam   Camera   3 4         0            0",
                        "    9  8192  system    -     4096   30  0     p30      -           1         4096",
                        "   10  4096  -         -        0    -  -     -        -           -            -",
                        "2 buffers, 12288 bytes; held by user space: 1 buffer, 8192 bytes;"
                                + " by the kernel alone: 1 buffer, 4096 bytes");
        assertThat(Listing.csv(shared, "ls", "--holders"))
                .contains(List.of("9", "8192", "system", "", "4096", "20", "cam", "Camera", "3 4", "0", "0"));
    }

    @Test
    void theMatrixHasBuffersByProcesses() throws IOException {
        Snapshot shared = snapshot(
                buffer(9)
                        .size(8192)
                        .name("n")
                        .references(7)
                        .held(holder(process(20), List.of(3, 4), 4096))
                        .held(holder(new HoldingProcess(30, "=a\nb", 1), List.of(), 4096)),
                buffer(10).size(4096).heldBy(30),
                buffer(11).size(1));

        assertThat(Listing.text(shared, "ls", "--matrix"))
                .containsExactly(
                        "INODE  SIZE  NAME  REFERENCES  =a\\u000ab(30)  p20(20)",
                        "    9  8192  n              7              1        3",
                        "   10  4096  -              -              1        -",
                        "   11     1  -              -              -        -",
                        "  RSS     -  -              -          12288     8192",
                        "  PSS     -  -              -           8192     4096",
                        "3 buffers, 12289 bytes; held by user space: 2 buffers, 12288 bytes;"
                                + " by the kernel alone: 1 buffer, 1 bytes");
        assertThat(Listing.csv(shared, "ls", "--matrix"))
                .containsExactly(
                        List.of("inode", "size", "name", "references", "30 =a\nb", "20 p20"),
                        List.of("9", "8192", "n", "7", "1", "3"),
                        List.of("10", "4096", "", "", "1", ""),
                        List.of("11", "1", "", "", "", ""));
    }

    @Test
    void whereThereAreManyProcessesTheMatrixHasOneColumnForTheSmall() throws IOException {
        BufferBuilder[] buffers = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> buffer(i).size(100L * i).heldBy(i))
                .toArray(BufferBuilder[]::new);

        List<String> lines = Listing.text(snapshot(buffers), "ls", "--matrix");

        assertThat(lines.get(0)).endsWith("  p10(10)  p9(9)  p8(8)  p7(7)  p6(6)  p5(5)  p4(4)  p3(3)  OTHERS");
        assertThat(lines).element(11).asString().endsWith("  300     300");
        assertThat(lines).contains("OTHERS: 2 more processes; --csv has a column for each");
        assertThat(Listing.csv(snapshot(buffers), "ls", "--matrix").get(0)).hasSize(14);
    }

    @Test
    void holdersNeedTheProcesses() {
        for (String option : List.of("--holders", "--matrix")) {
            assertThatThrownBy(() -> Listing.text(Snapshots.with(List.of()), "ls", option))
                    .hasMessageEndingWith("add procfs to --source");
        }
        assertThat(CommandRun.of("ls", "--holders", "--matrix").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "inode, 9 10 18446744073709551615",
        "INODE, 9 10 18446744073709551615",
        "size, 10 9 18446744073709551615",
        "exporter, 18446744073709551615 10 9",
        "name, 18446744073709551615 10 9"
    })
    void rowsAreSortedAsTheUserWants(String key, String order) throws IOException {
        assertThat(inodes(Listing.csv(THREE, "ls", "--sort", key))).containsExactly(order.split(" "));
    }

    @Test
    void ofEqualsTheSmallerInodeIsFirst() throws IOException {
        Snapshot equals =
                snapshot(buffer(9).size(1), buffer(10).size(1), buffer(-1).size(1));

        for (String key : List.of("size", "exporter", "name")) {
            assertThat(inodes(Listing.csv(equals, "ls", "--sort", key)))
                    .containsExactly("9", "10", "18446744073709551615");
        }
    }

    @Test
    void onlyBuffersThatNoProcessHoldsAreListedWhereTheUserWantsThose() throws IOException {
        assertThat(inodes(Listing.csv(THREE, "ls", "--kernel-only"))).containsExactly("10");
        assertThat(Listing.text(THREE, "ls", "--kernel-only").get(2))
                .startsWith("1 buffer, 65536 bytes; held by user space: 0 buffers, 0 bytes; by the kernel alone: 1 ");
    }

    @Test
    void chosenColumnsAreThoseOfTextCsvAndJson() throws IOException {
        assertThat(Listing.text(THREE, "ls", "-o", "name,INODE"))
                .startsWith(
                        "NAME                 INODE",
                        "b                        9",
                        "a                       10",
                        "-     18446744073709551615");
        assertThat(Listing.csv(THREE, "ls", "-o", "name", "--columns=inode"))
                .startsWith(List.of("name", "inode"), List.of("b", "9"), List.of("a", "10"));
        JsonObject json = Listing.json(THREE, "ls", "-o", "inode,holders,devices");
        assertThat(json.objects("buffers", one -> one.members().keySet().toString()))
                .containsOnly("[inode, holders, devices]");
        assertThat(json.objects("buffers", one -> one.text("devices"))).containsExactly("vgem", "vkms vgem", "");
        assertThat(json.objects("buffers", one -> one.objects("holders", holder -> holder.number("pid"))))
                .as("a member that JSON has by itself")
                .containsExactly(List.of(20L, 30L), List.of(), List.of(20L));
    }

    @Test
    void columnsCanBeAddedToTheUsualOnes() throws IOException {
        assertThat(Listing.csv(THREE, "ls", "-o", "+attachments"))
                .startsWith(
                        List.of("inode", "size", "exporter", "name", "references", "holders", "devices", "attachments"),
                        List.of("9", "4096", "system", "b", "2", "p20(20) p30(30)", "vgem", "1"),
                        List.of("10", "65536", "reserved", "a", "", "", "vkms vgem", "3"));
        assertThat(Listing.csv(THREE, "ls", "-o", "+attachments,+inode").get(0)).endsWith("attachments", "inode");
    }

    @Test
    void quietListsTheInodesThatTheOtherOptionsLeave() throws IOException {
        assertThat(Listing.bare(THREE, "ls", "-q", "--sort", "size"))
                .containsExactly("10", "9", "18446744073709551615");
        assertThat(Listing.bare(THREE, "ls", "--quiet", "--kernel-only")).containsExactly("10");
    }

    @Test
    void quietPrintsNoNoteOnStdout() {
        CommandRun run = CommandRun.of("ls", "-q", "--source", "procfs");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).doesNotContain("note", "INODE", "buffers");
        assertThat(run.err()).contains("note: buffers that no process holds are not listed");
    }

    @Test
    void randomNamesStayInTheirLinesAndRecords() throws IOException {
        Random random = new Random(20_260_105);
        List<BufferBuilder> buffers = new ArrayList<>();
        for (int inode = 1; inode <= 300; inode++) {
            buffers.add(buffer(inode).exporter(EvilNames.next(random)).name(EvilNames.next(random)));
        }
        Snapshot snapshot = snapshot(buffers.toArray(BufferBuilder[]::new));

        assertThat(Listing.text(snapshot, "ls"))
                .hasSize(302)
                .allSatisfy(line -> assertThat(line).doesNotContain("\u001b", "\r", "\u2028"));
        assertThat(Listing.csv(snapshot, "ls").stream().skip(1).map(record -> record.get(3)))
                .containsExactlyElementsOf(snapshot.buffers().stream()
                        .map(buffer -> buffer.name().orElseThrow())
                        .toList());
    }

    @Test
    void withoutASourceOfAllBuffersItRunsAndSaysWhatIsMissing() throws IOException {
        assumeFalse(Files.exists(SysfsStats.DEFAULT_ROOT), "statistics in sysfs");
        assumeFalse(bpfListsAllBuffers(), "BPF iterators list all buffers");

        CommandRun brief = CommandRun.of("ls");
        assertThat(brief.lines())
                .anySatisfy(
                        line -> assertThat(line).startsWith("note: not read: ").contains("sysfs"))
                .allSatisfy(line -> assertThat(line).doesNotContain("CONFIG_DMABUF_SYSFS_STATS=y"));

        CommandRun text = CommandRun.of("ls", "--notes");
        assertThat(text.exitCode()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.lines().get(0)).contains("INODE  ", "  HOLDERS  ");
        assertThat(text.lines())
                .anySatisfy(line ->
                        assertThat(line).startsWith("note: sysfs not read: ").contains("CONFIG_DMABUF_SYSFS_STATS=y"));

        CommandRun csv = CommandRun.of("ls", "--csv", "--notes");
        assertThat(csv.exitCode()).isZero();
        assertThat(csv.lines().get(0)).isEqualTo("inode,size,exporter,name,references,holders,devices");
        assertThat(csv.out()).doesNotContain("note: ");
        assertThat(csv.err()).contains("note: sysfs not read: ");

        CommandRun json = CommandRun.of("ls", "--json");
        assertThat(json.exitCode()).isZero();
        assertThat(json.err()).isEmpty();
        assertThat(Json.parse(json.out()).objects("sources", one -> one.text("source") + " " + one.truth("used")))
                .contains("sysfs false")
                .containsAnyOf("bpf true", "procfs true");
    }

    private static boolean bpfListsAllBuffers() throws IOException {
        try (MachineStats bpf = MachineStats.open(Set.of("bpf"))) {
            return bpf.snapshot().provides(StatsCapability.ALL_BUFFERS);
        } catch (UnsupportedKernelException | NoPermissionException missing) {
            return false;
        }
    }

    @Test
    void whatTheSourcesThatWereAskedForDoNotTellIsSaid() {
        CommandRun run = CommandRun.of("ls", "--source", "procfs");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .contains("note: buffers that no process holds are not listed", "note: attached devices are not known");
    }

    @Test
    void aSourceThatWasAskedForAndIsNotThereIsASentence() {
        assumeFalse(Files.exists(SysfsStats.DEFAULT_ROOT), "statistics in sysfs");

        CommandRun run = CommandRun.of("ls", "--source", "procfs,sysfs");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("dmabuf ls: open on ").contains("CONFIG_DMABUF_SYSFS_STATS=y");
        assertThat(run.err().lines()).hasSize(1);
    }
}
