// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.support.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

/** The options --pid, --exporter, --device, --name and --larger. */
class FilteredCommandTest {
    private static final Snapshot ALL = Snapshots.of(
            buffer(1)
                    .size(4096)
                    .exporter("system")
                    .name("cam/0")
                    .heldBy(20, 30)
                    .attached("vgem")
                    .toInfo(),
            buffer(2).size(8192).exporter("system").name("cam/1").heldBy(30).toInfo(),
            buffer(3).size(65_536).exporter("udmabuf").attached("vkms").toInfo(),
            buffer(4)
                    .size(4097)
                    .exporter("caf\udce9")
                    .name("x\udcff-")
                    .heldBy(40)
                    .toInfo(),
            buffer(5).name("-").heldBy(20).toInfo());

    private static Stream<String> inodes(String... arguments) throws IOException {
        return Listing.csv(ALL, arguments).stream().skip(1).map(record -> record.get(0));
    }

    private static String[] ls(String options) {
        return ("ls " + options).strip().split(" ");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'', 1 2 3 4 5",
                "--pid 20, 1 5",
                "--pid 20 --pid 40, 1 4 5",
                "\"--pid 20,40\", 1 4 5",
                "--exporter system, 1 2",
                "--exporter system --exporter udmabuf, 1 2 3",
                "--exporter caf\\xe9, 4",
                "--exporter caf\udce9, 4",
                "--exporter -, 5",
                "--device vkms, 3",
                "--device -, 2 4 5",
                "--name cam/0, 1",
                "--name cam*, 1 2",
                "--name *, 1 2 4 5",
                "--name -, 3",
                "--name \\u002d, 5",
                "--name x\\xff*, 4",
                "--name x\udcff*, 4",
                "--larger 4K, 2 3 4",
                "--larger 64K, \"\"",
                "--pid 30 --larger 4K, 2",
                "--pid 20 --exporter system --device vgem --name cam* --larger 1, 1",
                "--pid 40 --kernel-only, \"\"",
                "--kernel-only, 3"
            })
    void aBufferIsListedIfItMeetsAllOptions(String options, String inodes) throws IOException {
        String given = options.equals("''") ? "" : options;
        assertThat(String.join(" ", inodes(ls(given)).toList())).isEqualTo(inodes);
    }

    @Test
    void totalsAreOfWhatIsListedAndTheOutputSaysThatThereIsMore() throws IOException {
        assertThat(Listing.text(ALL, "ls", "--exporter", "system"))
                .containsExactly(
                        "INODE  SIZE  EXPORTER  NAME   REFERENCES  HOLDERS          DEVICES",
                        "    1  4096  system    cam/0           -  p20(20) p30(30)  vgem",
                        "    2  8192  system    cam/1           -  p30(30)          -",
                        "2 buffers, 12288 bytes; held by user space: 2 buffers, 12288 bytes;"
                                + " by the kernel alone: 0 buffers, 0 bytes");
        assertThat(Listing.notes(ALL, "ls", "--exporter", "system", "--larger", "4K"))
                .startsWith("note: filtered by --exporter system --larger 4096: 1 of 5 buffers");
        assertThat(Listing.notes(ALL, "ls")).isEmpty();
    }

    @Test
    void whatIsNotKnownIsNotListedAndCounted() throws IOException {
        assertThat(Listing.notes(ALL, "ls", "--larger", "1M"))
                .containsExactly(
                        "note: filtered by --larger 1048576: 0 of 5 buffers",
                        "note: not shown, since what the filter asks for is not known of them: 1");
        assertThat(Listing.notes(ALL, "ls", "--larger", "1M", "--pid", "40"))
                .containsExactly("note: filtered by --pid 40 --larger 1048576: 0 of 5 buffers");
    }

    @Test
    void aNameThatNoBufferHasIsSaidWithThoseThatThereAre() throws IOException {
        assertThat(Listing.notes(ALL, "ls", "--exporter", "sytem", "--device", "gpu", "--pid", "99"))
                .containsExactly(
                        "note: filtered by --pid 99 --exporter sytem --device gpu: 0 of 5 buffers",
                        "note: process 99 was not seen to hold a buffer; 'dmabuf ps' lists those that do",
                        "note: no buffer has the exporter 'sytem'; exporters: -, caf\\xe9, system, udmabuf;"
                                + " did you mean 'system'?",
                        "note: no buffer has the device 'gpu'; devices: -, vgem, vkms");
        assertThat(Listing.notes(Snapshots.of(), "ls", "--exporter", "system"))
                .contains("note: no buffer has the exporter 'system'; there is no buffer");
    }

    /** The number of holders is that of the machine: a filter changes no share. */
    @Test
    void processesCountTheBuffersThatAreShown() throws IOException {
        assertThat(Listing.csv(ALL, "ps", "--exporter", "system"))
                .extracting(record -> record.get(0) + " " + record.get(2) + " " + record.get(6) + " " + record.get(7))
                .containsExactly("pid buffers rss pss", "30 2 12288 10240", "20 1 4096 2048");
        assertThat(Listing.csv(ALL, "ps", "--pid", "20"))
                .extracting(record -> record.get(0) + " " + record.get(2) + " " + record.get(7))
                .containsExactly("pid buffers pss", "20 2 2048");
        assertThat(Listing.text(ALL, "ps", "--pid", "20").get(2)).startsWith("2 buffers, 4096 bytes; ");
    }

    @Test
    void sumsAreOfTheBuffersThatAreShown() throws IOException {
        assertThat(Listing.csv(ALL, "usage", "--device", "vgem"))
                .extracting(record -> record.get(0) + " " + record.get(1) + " " + record.get(5))
                .containsExactly(
                        "kind name size",
                        "exporter system 4096",
                        "device vgem 4096",
                        "total  4096",
                        "user-space  4096",
                        "kernel-only  0");
    }

    @Test
    void jsonHasTheFilter() throws IOException {
        assertThat(Listing.json(ALL, "ls", "--pid", "20,30", "--name", "c*", "--larger", "5K")
                        .members()
                        .get("filter"))
                .hasToString("{pid=[20, 30], name=[c*], larger=5120, of=5, unknown=0}");
        assertThat(Listing.json(ALL, "ls", "--pid", "20")
                        .members()
                        .get("totals")
                        .toString())
                .startsWith("{buffers=2, size=4096");
        for (String command : List.of("ls", "ps", "usage")) {
            assertThat(Json.line(Listing.json(ALL, command).members())).contains("\"filter\":null");
        }
        assertThat(Json.line(Listing.json(ALL, "show", "1").members())).doesNotContain("\"filter\"");
    }

    @Test
    void aFilteredListingIsNotTakenForTheWholeMachine(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("filtered");
        Files.writeString(file, Json.line(Listing.json(ALL, "ls", "--pid", "20").members()));
        CommandRun diff = CommandRun.of("diff", file.toString(), "now");
        assertThat(diff.exitCode()).isEqualTo(1);
        assertThat(diff.err())
                .isEqualToIgnoringNewLines("dmabuf diff: " + file + " contains no sample: a filter has left out some of"
                        + " its buffers; give the output of 'dmabuf record' or 'dmabuf ls --json'");
        Files.writeString(file, Json.line(Listing.json(ALL, "ls").members()));
        assertThat(CommandRun.of("diff", file.toString(), file.toString()).exitCode())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--pid 1; --pid needs the processes that hold buffers: add bpf or procfs to --source",
                "--kernel-only; --kernel-only needs the processes that hold buffers: add bpf or procfs to --source",
                "--exporter a; --exporter needs sizes and exporters: add bpf, sysfs, debugfs or procfs to --source",
                "--larger 1; --larger needs sizes and exporters: add bpf, sysfs, debugfs or procfs to --source",
                "--device a; --device needs attached devices: add bpf, sysfs or debugfs to --source",
                "--name a; --name needs names of buffers: add bpf, debugfs or procfs to --source"
            })
    void aFilterThatNoSourceCanAnswerIsRefused(String options, String sentence) {
        Snapshot unknowing = Snapshots.with(
                List.of(new SourceReport("x", Set.of(StatsCapability.ALL_BUFFERS), 0, List.of(), List.of())));
        assertThatThrownBy(() -> Listing.text(unknowing, ls(options)))
                .isInstanceOf(ParameterException.class)
                .hasMessage(sentence);
    }

    @Test
    void commandsRefuseAFilterThatTheirSourceCannotAnswer() {
        for (String command : List.of("ls", "ps", "usage", "top")) {
            CommandRun run = CommandRun.of(command, "--source", "procfs", "--device", "vkms");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .isEqualToIgnoringNewLines("dmabuf " + command + ": --device needs attached devices: add bpf,"
                            + " sysfs or debugfs to --source (see: dmabuf " + command + " --help)");
        }
    }

    @Test
    void contradictionsAreOfTheBuffersThatAreShown() throws IOException {
        Snapshot contradicting = new Snapshot(
                Snapshots.TIME,
                "boot",
                "6.1.0",
                ALL.buffers(),
                ALL.sources(),
                0,
                List.of(new Contradiction(1, "one"), new Contradiction(3, "three")));
        assertThat(Listing.notes(contradicting, "ls", "--device", "vkms"))
                .containsExactly("note: filtered by --device vkms: 1 of 5 buffers", "note: buffer 3: three");
    }
}
