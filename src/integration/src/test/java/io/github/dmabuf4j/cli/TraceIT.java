// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.KERNEL_PROBES;
import static io.github.dmabuf4j.support.KernelFeature.TRACEPOINTS;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.PathCalls;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.LiveTrace;
import io.github.dmabuf4j.support.AnotherUser;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Processes;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.RunningTrace;
import io.github.dmabuf4j.support.Smoke;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code trace} on a kernel with the tracepoints of buffers, or with probes in their place. */
@RealKernel
@Needs({BUFFERS, KERNEL_PROBES})
@Smoke
@Tag("newest")
@Timeout(300)
class TraceIT {
    private static final String HEAP = Heaps.ordinary();
    private static final int PAGE = 4096;
    private static final int ENDED_BY_SIGINT = 130;

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(RunningTrace.remains()).isEmpty();
    }

    private static String ofPid(long pid) {
        return "--pid=" + pid;
    }

    /** The events, without the first line and the summary. */
    private static List<JsonObject> events(List<JsonObject> lines) {
        return lines.stream().filter(line -> line.has("event")).toList();
    }

    private static List<String> kinds(List<JsonObject> lines) {
        return events(lines).stream().map(line -> line.text("event")).toList();
    }

    private static JsonObject summary(List<JsonObject> lines) {
        JsonObject last = lines.get(lines.size() - 1);
        return new JsonObject((Map<?, ?>) last.members().get("summary"));
    }

    @Test
    @Needs(VGEM)
    void theLifeOfABuffer() throws Exception {
        try (Holder holder = Holder.start()) {
            holder.comm("a\nb c");
            holder.drm("vgem", 0);
            RunningTrace trace = RunningTrace.start("--count=6", ofPid(holder.pid()));
            long inode = holder.alloc(HEAP, 3 * PAGE, 0);
            long fd = holder.fd(0);
            holder.map(0, 0, 0, PAGE);
            holder.gemClose(0, holder.importInto(0, 0));
            holder.unmap(0, 0, PAGE);
            holder.close(0);

            List<JsonObject> lines = trace.lines();
            assertThat(kinds(lines))
                    .as(lines.toString())
                    .containsExactly("export", "fd", "mmap", "attach", "detach", "free");
            assertThat(events(lines)).allSatisfy(event -> {
                assertThat(event.number("inode")).isEqualTo(inode);
                assertThat(event.number("size")).isEqualTo(3 * PAGE);
                assertThat(event.text("exporter")).isEqualTo(HEAP);
                assertThat(event.number("pid")).isEqualTo(holder.pid());
                assertThat(event.text("command")).isEqualTo("a\nb c");
            });
            assertThat(events(lines).get(1).number("fd")).isEqualTo(fd);
            assertThat(events(lines).get(3).text("device")).isEqualTo("vgem");
            assertThat(events(lines).get(4).text("device")).isEqualTo("vgem");
            assertThat(lines.get(0).text("source")).isEqualTo(TRACEPOINTS.isThere() ? "tracepoints" : "probes");
            assertThat(summary(lines).number("lost")).isZero();
            assertThat(summary(lines).number("notUnderstood")).isZero();
            JsonObject process = summary(lines).objects("processes", one -> one).get(0);
            assertThat(process.number("allocatedBytes")).isEqualTo(3 * PAGE);
            assertThat(process.number("left")).isZero();
        }
    }

    @Test
    void aMappingThatTheKernelRefusesIsNotShown() throws Exception {
        RunningTrace trace = RunningTrace.start(
                "--count=2", "--events=mmap,free", ofPid(ProcessHandle.current().pid()));
        try (BufferAllocator heap = BufferAllocator.heapOrUdmabuf("system");
                DmaBuf buffer = heap.allocate(2 * PAGE)) {
            assertThat(map(buffer, 2 * PAGE)).isEqualTo(-LibC.EINVAL());
            assertThat(Sys.munmap(map(buffer, PAGE), PAGE)).isZero();
        }
        assertThat(kinds(trace.lines())).containsExactly("mmap", "free");
    }

    /** Maps so many bytes from the second page on. */
    private static long map(DmaBuf buffer, long bytes) {
        return Sys.mmap(bytes, LibC.PROT_READ(), LibC.MAP_SHARED(), buffer.fd(), PAGE);
    }

    /** The tracepoints do not report it. */
    @Test
    void aProbeSeesADescriptorThatArrivesByASocket() throws Exception {
        assumeFalse(TRACEPOINTS.isThere(), "the tracepoints do not report it");
        try (Holder sender = Holder.start();
                Holder receiver = Holder.start()) {
            sender.alloc(HEAP, PAGE, 0);
            RunningTrace trace = RunningTrace.start("--count=1", ofPid(receiver.pid()));
            long inode = sender.pass(0, receiver, 3);
            JsonObject event = events(trace.lines()).get(0);
            assertThat(event.text("event")).isEqualTo("fd");
            assertThat(event.number("inode")).isEqualTo(inode);
            assertThat(event.number("pid")).isEqualTo(receiver.pid());
            assertThat(event.number("fd")).isEqualTo(receiver.fd(3));
            assertThat(event.text("exporter")).isEqualTo(HEAP);
        }
    }

    /** Its threads have numbers and names of their own. */
    @Test
    void theProcessIsThatOfTheThread() throws Exception {
        long pid = ProcessHandle.current().pid();
        RunningTrace trace = RunningTrace.start("--count=3", ofPid(pid));
        try (BufferAllocator heap = BufferAllocator.heapOrUdmabuf("system")) {
            DmaBuf buffer = heap.allocate(PAGE);
            long inode = buffer.inode();
            buffer.close();
            List<JsonObject> lines = trace.lines();
            assertThat(kinds(lines)).as(lines.toString()).containsExactly("export", "fd", "free");
            assertThat(events(lines)).allSatisfy(event -> {
                assertThat(event.number("pid")).isEqualTo(pid);
                assertThat(event.number("inode")).isEqualTo(inode);
            });
            String command = Files.readString(Path.of("/proc/self/comm")).strip();
            assertThat(events(lines).get(0).text("command")).isEqualTo(command);
        }
    }

    @Test
    void filtersChooseByWhatIsKnownOfABuffer() throws Exception {
        try (Holder holder = Holder.start()) {
            holder.alloc(HEAP, 5 * PAGE, 9);
            holder.name(9, "cam-old");
            RunningTrace trace = RunningTrace.start(
                    "--count=4", "--name=cam*", "--larger=4K", "--exporter=" + HEAP, "--events=free,name,mmap");
            holder.alloc(HEAP, 2 * PAGE, 0);
            holder.name(0, "cam\n1");
            holder.alloc(HEAP, PAGE, 1);
            holder.name(1, "cam small");
            holder.alloc(HEAP, 2 * PAGE, 2);
            holder.name(2, "other");
            holder.map(0, 0, 0, PAGE);
            holder.unmap(0, 0, PAGE);
            holder.closeMany(0, 3);
            holder.close(9);

            List<JsonObject> lines = trace.lines();
            assertThat(kinds(lines)).as(lines.toString()).containsExactly("name", "mmap", "free", "free");
            assertThat(events(lines))
                    .extracting(event -> event.text("name"))
                    .containsExactly("cam\n1", "cam\n1", "cam\n1", "cam-old");
            assertThat(events(lines).get(3).optionalNumber("lifetimeSeconds"))
                    .as("it is older than the trace")
                    .isEmpty();
            assertThat(events(lines).get(3).number("size")).isEqualTo(5 * PAGE);
            assertThat(summary(lines).objects("processes", one -> one.number("allocated")))
                    .containsExactly(1L);
        }
    }

    @Test
    void lostEventsAreCounted() throws Exception {
        int buffers = 900;
        try (Holder holder = Holder.start()) {
            RunningTrace trace = RunningTrace.start("--buffer=4K", "--count=1", "--events=mmap", "--larger=1M");
            holder.allocMany(HEAP, PAGE, buffers, 0);
            holder.closeMany(0, buffers);
            // Until here the trace can have read some.
            holder.alloc(HEAP, 2 << 20, 0);
            holder.map(0, 0, 0, PAGE);

            List<JsonObject> lines = trace.lines();
            int ofTheLast = 3;
            assertThat(summary(lines).number("lost")).isPositive();
            assertThat(summary(lines).number("seen") + summary(lines).number("lost"))
                    .isEqualTo(3L * buffers + ofTheLast);
            assertThat(lines).anyMatch(line -> line.has("processor") && line.number("lost") > 0);
        }
    }

    @Test
    void anInterruptEndsItInOrder() throws Exception {
        Process trace = Processes.startJvm(Main.class, "trace", "--events=export");
        try (BufferedReader out = trace.inputReader(StandardCharsets.UTF_8);
                Holder holder = Holder.start()) {
            assertThat(out.readLine()).startsWith("source: ");
            assertThat(out.readLine()).startsWith("TIME ");
            holder.alloc(HEAP, PAGE, 0);
            assertThat(out.readLine()).contains("  export ").contains("  holder ");
            assertThat(RunningTrace.remains()).isNotEmpty();
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(trace.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            List<String> summary = new ArrayList<>(out.lines().toList());
            assertThat(summary.get(1)).startsWith("traced for ").endsWith(" 1 shown, 0 lost");
            assertThat(summary.get(3)).contains("  holder ");
            assertThat(trace.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(trace.exitValue()).isEqualTo(ENDED_BY_SIGINT);
        } finally {
            trace.destroyForcibly().waitFor();
        }
    }

    /** The frames of Java have no names without frame pointers and a perf map; the C library's function has one. */
    @Test
    void stacksSayWhereABufferIsMade() throws Exception {
        RunningTrace trace = RunningTrace.start(
                "--stacks",
                "--count=2",
                "--events=export,free",
                ofPid(ProcessHandle.current().pid()));
        try (BufferAllocator heap = BufferAllocator.heapOrUdmabuf("system")) {
            heap.allocate(PAGE).close();
        }
        List<JsonObject> lines = trace.lines();
        assertThat(lines.get(0).has("stackProblem")).isFalse();
        List<?> stack = (List<?>) events(lines).get(0).members().get("stack");
        assertThat(stack.get(0).toString()).matches("ioctl\\+0x[0-9a-f]+ \\(/.*libc.*\\)");
        assertThat(events(lines).get(1).has("stack")).isFalse();
        assertThat(summary(lines).objects("sites", site -> site.members().get("stack")))
                .isEqualTo(List.of(stack));
        assertThat(summary(lines).number("lostStacks")).isZero();
        assertThat(summary(lines).number("withoutSite")).isZero();
    }

    @Test
    void aSignalDuringTheStartLeavesNothing() throws Exception {
        Process trace = Processes.startJvm(Main.class, "trace", "--stacks");
        try {
            while (!Files.exists(RunningTrace.instance(trace.pid()))) {
                assertThat(trace.isAlive()).isTrue();
                Thread.sleep(1);
            }
            trace.destroy();
            assertThat(trace.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            trace.destroyForcibly().waitFor();
        }
        assertThat(RunningTrace.remains()).isEmpty();
    }

    @Test
    void theNextTraceRemovesWhatAKilledOneHasLeft() throws Exception {
        Process killed = Processes.startJvm(Main.class, "trace", "--stacks");
        try (BufferedReader out = killed.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("source: ");
            assertThat(out.readLine()).startsWith("TIME ");
            killed.destroyForcibly().waitFor();
            assertThat(RunningTrace.instance(killed.pid())).exists();
            assertThat(RunningTrace.remains()).hasSizeGreaterThan(1);
        } finally {
            killed.destroyForcibly().waitFor();
        }
        assertThat(CommandRun.of("trace", "--duration=1ms").exitCode()).isZero();
    }

    /** In a container each trace can have the same number. */
    @Test
    void whatAnEarlierProcessOfTheSameNumberHasLeftIsRemoved() throws Exception {
        Path left = RunningTrace.instance(ProcessHandle.current().pid());
        Files.createDirectory(left);
        Files.writeString(
                Path.of("/sys/kernel/tracing/dynamic_events"),
                "p:" + left.getFileName() + "/dma_buf_free dma_buf_file_release",
                StandardOpenOption.APPEND);
        CommandRun run = CommandRun.of("trace", "--duration=1ms");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void traceAndProbesOfOthersStay() throws Exception {
        Path tracefs = Path.of("/sys/kernel/tracing");
        Path instance = tracefs.resolve("instances/dmabuf4j_mine");
        String probe = "dmabuf4j_1x/dma_buf_free";
        Files.createDirectory(instance);
        Path probes = tracefs.resolve("dynamic_events");
        Files.writeString(probes, "p:" + probe + " dma_buf_file_release", StandardOpenOption.APPEND);
        try {
            assertThat(CommandRun.of("trace", "--duration=1ms").exitCode()).isZero();
            assertThat(instance).exists();
            assertThat(Files.readString(probes)).contains(probe);
        } finally {
            Files.writeString(probes, "-:" + probe, StandardOpenOption.APPEND);
            PathCalls.removeDirectory(instance.toString());
        }
    }

    @Test
    void optionsOfTheMachinesTraceDoNotMatter() throws Exception {
        Path options = Path.of("/sys/kernel/tracing/trace_options");
        List<String> changed = List.of("irq-info", "context-info", "overwrite", "record-cmd");
        List<String> more = List.of("stacktrace", "latency-format", "fields", "verbose", "raw", "hex", "bin");
        try (Holder holder = Holder.start()) {
            for (String option : changed) {
                Files.writeString(options, "no" + option);
            }
            for (String option : more) {
                Files.writeString(options, option);
            }
            RunningTrace trace = RunningTrace.start("--count=3", ofPid(holder.pid()));
            holder.alloc(HEAP, PAGE, 0);
            holder.close(0);
            List<JsonObject> lines = trace.lines();
            assertThat(kinds(lines)).as(lines.toString()).containsExactly("export", "fd", "free");
            assertThat(events(lines)).allMatch(event -> event.text("command").equals("holder"));
            assertThat(summary(lines).number("notUnderstood")).isZero();
        } finally {
            for (String option : changed) {
                Files.writeString(options, option);
            }
            for (String option : more) {
                Files.writeString(options, "no" + option);
            }
        }
    }

    @Test
    void aSecondTraceOfAProcessIsRefusedAndHarmsNothing() throws Exception {
        try (LiveTrace first = LiveTrace.open(EnumSet.of(EventKind.EXPORT), false, PAGE)) {
            assertThatThrownBy(() -> LiveTrace.open(EnumSet.of(EventKind.EXPORT), false, PAGE))
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageContaining("a process with this number has a live trace already");
            assertThat(first.lost()).isZero();
            assertThat(first.missing()).isEmpty();
        }
    }

    @Test
    void whereAnotherProgramReadsTheInstanceItsRecordingEndsAllTheSame() throws Exception {
        Path instance = RunningTrace.instance(ProcessHandle.current().pid());
        LiveTrace trace = LiveTrace.open(EnumSet.of(EventKind.EXPORT, EventKind.FREE), false, PAGE);
        try (InputStream other = Files.newInputStream(instance.resolve("trace"))) {
            assertThat(other.read()).isEqualTo('#');
            assertThatThrownBy(trace::close)
                    .hasMessageContaining("EBUSY")
                    .hasMessageContaining("the next trace removes");
            assertThat(Files.readString(instance.resolve("events/enable"))).startsWith("0");
            assertThat(RunningTrace.remains()).containsExactly(instance.toString());
        } finally {
            PathCalls.removeDirectory(instance.toString());
        }
    }

    @Test
    void aBufferThatDoesNotFitIntoMemoryIsRefused() throws IOException {
        CommandRun run = CommandRun.of("trace", "--duration=1ms", "--buffer=1G");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("ENOMEM")
                .contains("no memory for a buffer of this size")
                .hasLineCount(1);
    }

    @Test
    void anOrdinaryUserIsToldToBeRoot() throws Exception {
        CommandRun run = AnotherUser.call(() -> CommandRun.of("trace"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
        assertThat(run.err()).contains("EACCES").contains("run as root").hasLineCount(1);
    }

    @Test
    void whereTracefsIsNotMountedTheMessageSaysWhatToType() throws Exception {
        assertThat(failedAfter("umount --lazy /sys/kernel/debug /sys/kernel/tracing"))
                .contains("mount -t tracefs tracefs /sys/kernel/tracing")
                .hasLineCount(1);
    }

    @Test
    void whereTracefsIsReadOnlyTheMessageSaysSo() throws Exception {
        assertThat(failedAfter("umount --lazy /sys/kernel/debug; mount -o remount,ro,bind /sys/kernel/tracing"))
                .contains("EROFS")
                .contains("tracefs is mounted read-only here: mount it for writing")
                .hasLineCount(1);
    }

    @Test
    void withoutTheCapabilityForStacksTheNoteSaysWhatToDo() throws Exception {
        List<String> without = List.of("setpriv", "--bounding-set=-perfmon,-sys_admin");
        assertThat(said(ExitCode.OK, without, "trace", "--stacks", "--duration=1ms"))
                .contains("note: no stacks: perf_event_open on processor 0 failed: EACCES")
                .contains("run as root with CAP_PERFMON and CAP_IPC_LOCK, outside of a container")
                .contains("traced for ");
    }

    /** The kernel's numbers of processes are those of others there. */
    @Test
    void inAnotherPidNamespaceFramesHaveNoNames() throws Exception {
        List<String> namespace = List.of("unshare", "--pid", "--fork", "--mount-proc");
        assertThat(said(ExitCode.OK, namespace, "trace", "--stacks", "--duration=1ms"))
                .contains("note: frames are addresses without names: /proc does not show the processes of the whole"
                        + " machine; run outside of a container")
                .contains("traced for ");
    }

    /** What a trace says that fails after a change of its mounts. */
    private static String failedAfter(String change) throws Exception {
        return said(
                ExitCode.FAILED, List.of("unshare", "--mount", "sh", "-ec", change + "; exec \"$@\"", "sh"), "trace");
    }

    private static String said(int exitCode, List<String> by, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(by);
        command.addAll(ChildJvm.command(Main.class, ChildJvm.SMALL, arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
        return said;
    }
}
