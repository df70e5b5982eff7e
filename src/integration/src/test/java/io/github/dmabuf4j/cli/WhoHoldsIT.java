// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.MEMORY_CGROUPS;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.cli.recording.Recording;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.ProcessBuffers;
import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.ProcessDetails;
import io.github.dmabuf4j.support.ControlGroup;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which process, user and control group holds a buffer, and who has an attached device open. */
@RealKernel
@Needs(BUFFERS)
@Smoke
class WhoHoldsIT {
    private static final int PAGE = 4096;
    private static final String HEAP = Heaps.ordinary();
    private static final int SELF = (int) ProcessHandle.current().pid();
    private static final int NOBODY = 65534;
    private static final String CONTAINER = "docker-" + "0123456789ab" + "cdef".repeat(13) + ".scope";

    @TempDir
    private Path directory;

    private static List<String> sources() {
        return BPF_ITERATORS.isThere() ? List.of("bpf", "procfs") : List.of("procfs");
    }

    private static List<NamedCsvRecord> rows(String... arguments) throws IOException {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(run.out())) {
            return reader.stream().toList();
        }
    }

    private static NamedCsvRecord row(List<NamedCsvRecord> rows, String field, Object value) {
        return rows.stream()
                .filter(row -> row.getField(field).equals(value.toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + field + " " + value + " in " + rows));
    }

    /** The simple name of the main class, or the name of the jar, by the property that jps reads too. */
    private static String mainClass() {
        String command = System.getProperty("sun.java.command", "").split(" ", -1)[0];
        char separator = command.endsWith(".jar") ? '/' : '.';
        return command.substring(command.lastIndexOf(separator) + 1);
    }

    @Test
    void theBuffersOfAProcessHaveItsDescriptorsMappingsAndShare() throws IOException {
        try (Holder holder = Holder.start();
                Holder other = Holder.start()) {
            long shared = holder.alloc(HEAP, 3 * PAGE, 0);
            long own = holder.alloc(HEAP, PAGE, 1);
            holder.dup(0, 2);
            holder.map(0, 0, 0, PAGE);
            holder.pass(0, other, 0);
            String pid = Long.toString(holder.pid());
            String fds = IntStream.of(holder.fd(0), holder.fd(2))
                    .sorted()
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            for (String source : sources()) {
                List<NamedCsvRecord> rows = rows("ps", pid, "--csv", "--source", source);

                assertThat(rows).as(source).hasSize(2);
                assertThat(row(rows, "inode", shared).getFields())
                        .endsWith(fds, "1", "" + PAGE, "2", "" + 3 * PAGE / 2);
                assertThat(row(rows, "inode", own).getFields()).endsWith("" + holder.fd(1), "0", "0", "1", "" + PAGE);
            }
            assertThat(CommandRun.of("ps", pid, "--no-human").lines())
                    .contains(
                            "pid         " + pid, "command     holder", "rss         " + 4 * PAGE, "user        root");
        }
    }

    @Test
    void aProcessWithoutABufferIsASentence() {
        CommandRun none = CommandRun.of("ps", Integer.toString(SELF));
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err())
                .startsWith("dmabuf ps: process " + SELF + " holds no buffer")
                .hasLineCount(1);
        assertThat(CommandRun.of("ps", "2147483647").err()).startsWith("dmabuf ps: there is no process 2147483647");
    }

    @Test
    void aJvmIsCalledByItsMainClass() throws IOException {
        Path recording = directory.resolve("recording.jsonl");
        try (BufferAllocator heap = BufferAllocator.heapOrUdmabuf("system");
                DmaBuf mine = heap.allocate(PAGE)) {
            for (String source : sources()) {
                assertThat(row(rows("ps", "--csv", "--source", source), "pid", SELF)
                                .getField("command"))
                        .as(source)
                        .isEqualTo(mainClass());
            }
            String named = mainClass() + "(" + SELF + ")";
            assertThat(row(rows("ls", "--csv"), "inode", mine.inode()).getField("holders"))
                    .isEqualTo(named);
            assertThat(CommandRun.of("ls", "--matrix").lines().get(0)).endsWith("  " + named);
            assertThat(CommandRun.of("top", "--plain", "--count=1").lines())
                    .anyMatch(line -> line.matches(" *" + SELF + " .* " + mainClass()));
            assertThat(CommandRun.of("record", "--interval=1s", "--count=1", "--out=" + recording)
                            .exitCode())
                    .isZero();
            HoldingProcess recorded =
                    Recording.read(recording).last().process(SELF).orElseThrow().process();
            assertThat(recorded.command()).isEqualTo("java");
            assertThat(recorded.title()).isEqualTo(mainClass());
            assertThat(CommandRun.of("report", recording.toString()).out()).contains(">" + mainClass() + "<");
        }
    }

    @Test
    void eachHolderHasItsUser() throws IOException {
        try (Holder holder = Holder.start();
                Holder nobody = Holder.start()) {
            long inode = holder.alloc(HEAP, PAGE, 0);
            holder.pass(0, nobody, 0);
            nobody.uid(NOBODY);
            List<NamedCsvRecord> rows = rows("ls", "--holders", "--csv");

            assertThat(rows)
                    .extracting(row -> row.getField("inode"), row -> row.getField("pss"))
                    .containsOnly(tuple("" + inode, "" + PAGE / 2));
            assertThat(row(rows, "pid", holder.pid()).getField("user")).isEqualTo("root");
            assertThat(row(rows, "pid", nobody.pid()).getField("user")).isEqualTo("nobody");
        }
    }

    @Test
    @Needs(MEMORY_CGROUPS)
    void buffersAreChargedToTheContainerOfTheirHolders() throws IOException {
        Path recording = directory.resolve("recording.jsonl");
        try (ControlGroup container = ControlGroup.named(CONTAINER);
                Holder holder = Holder.start();
                Holder other = Holder.start()) {
            container.add(holder.pid());
            container.add(other.pid());
            holder.alloc(HEAP, 2 * PAGE, 0);
            holder.pass(0, other, 0);
            try (BufferAllocator heap = BufferAllocator.heapOrUdmabuf("system");
                    DmaBuf mine = heap.allocate(PAGE)) {
                for (String source : sources()) {
                    List<NamedCsvRecord> rows = rows("usage", "--by=cgroup", "--csv", "--source", source);
                    assertThat(row(rows, "name", "docker-0123456789ab").getFields())
                            .as(source)
                            .containsExactly(
                                    "cgroup",
                                    "docker-0123456789ab",
                                    "1",
                                    "",
                                    "",
                                    "" + 2 * PAGE,
                                    "2",
                                    "" + 2 * PAGE,
                                    "/" + CONTAINER);
                    assertThat(row(rows, "name", "/").getField("size")).isEqualTo("" + mine.size());
                }
            }
            assertThat(row(rows("ps", "--csv"), "pid", holder.pid()).getField("cgroup"))
                    .isEqualTo("docker-0123456789ab");
            JsonObject json = Json.parse(CommandRun.of("ls", "--json").out());
            assertThat(json.objects("processes", one -> one.text("cgroupPath") + " " + one.text("user")))
                    .containsExactly("/" + CONTAINER + " root", "/" + CONTAINER + " root");
            assertThat(CommandRun.of("record", "--interval=1s", "--count=1", "--out=" + recording)
                            .exitCode())
                    .isZero();
            assertThat(CommandRun.of("report", recording.toString()).out()).contains(">docker-0123456789ab<");
        }
    }

    @Test
    void aProcessWhoseFirstThreadHasEndedIsKnownAsFarAsTheKernelShowsIt() throws IOException {
        try (Holder holder = Holder.start()) {
            holder.alloc(HEAP, PAGE, 0);
            holder.leaderExit();
            NamedCsvRecord process = row(rows("ps", "--csv"), "pid", holder.pid());

            assertThat(process.getField("command")).isEqualTo("holder");
            assertThat(process.getField("user")).isEqualTo("root");
        }
    }

    @Test
    void theLibraryReadsDetailsOnlyWhereTheyAreWanted() throws IOException {
        try (BufferAllocator heap = BufferAllocator.heapOrUdmabuf("system");
                DmaBuf mine = heap.allocate(PAGE);
                MachineStats stats = MachineStats.open()) {
            ProcessBuffers plain = stats.snapshot().process(SELF).orElseThrow();
            assertThat(plain.process().details()).isEqualTo(ProcessDetails.NONE);
            assertThat(plain.buffers())
                    .singleElement()
                    .satisfies(one -> assertThat(one.pss()).isEqualTo(mine.size()));

            ProcessDetails all = details(stats, EnumSet.allOf(ProcessDetail.class));
            assertThat(all.program()).contains(mainClass());
            assertThat(all.controlGroup()).isPresent();
            assertThat(all.user()).contains("root");
            assertThat(details(stats, EnumSet.of(ProcessDetail.USER)).program()).isEmpty();
        }
    }

    private static ProcessDetails details(MachineStats stats, Set<ProcessDetail> wanted) throws IOException {
        return stats.with(wanted)
                .snapshot()
                .process(SELF)
                .orElseThrow()
                .process()
                .details();
    }

    @Test
    @Needs(VGEM)
    void whoHasAnAttachedDeviceOpenIsAHint() throws IOException {
        try (Holder importer = Holder.start();
                Holder bystander = Holder.start()) {
            long inode = importer.alloc(HEAP, PAGE, 0);
            long other = importer.alloc(HEAP, PAGE, 1);
            importer.drm("vgem", 0);
            bystander.drm("vgem", 0);
            importer.importInto(0, 0);
            String hint = "hint: these processes have an attached device open, and may use the buffer by it:";

            // The kernel does not show which of them has imported it.
            assertThat(CommandRun.of("show", "" + inode).lines())
                    .contains(hint)
                    .anyMatch(line -> line.matches(" *" + importer.pid() + "  holder +vgem +/dev/dri/card\\d .*"))
                    .anyMatch(line -> line.matches(" *" + bystander.pid() + "  holder +vgem +/dev/dri/card\\d .*"));
            assertThat(CommandRun.of("show", "" + other).lines()).doesNotContain(hint);
            assertThat(CommandRun.of("ps", "" + importer.pid()).lines())
                    .contains(hint)
                    .noneMatch(line -> line.contains("" + bystander.pid() + "  holder"));
            JsonObject json =
                    Json.parse(CommandRun.of("show", "" + inode, "--json").out());
            assertThat(new JsonObject((Map<?, ?>) json.members().get("hints"))
                            .objects("drmClients", one -> one.number("pid")))
                    .contains(importer.pid(), bystander.pid());
        }
    }
}
