// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFER_ITERATOR;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.support.BpfPrograms;
import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pinned iterators, for ordinary users. */
@RealKernel
@Needs({BUFFERS, BPF_ITERATORS})
@Smoke
@Tag("newest")
@Timeout(180)
class BpfPinsIT {
    private static final int PAGE = 4096;
    private static final String HEAP = Heaps.ordinary();
    private static final Path DIRECTORY = Path.of("/run/dmabuf4j/bpf");
    private static final Path SET = DIRECTORY.resolve("v1");

    private static final int GROUP = 1234;
    private static final String MEMBER = "setpriv --reuid=1001 --regid=1001 --groups=" + GROUP + " ";
    private static final String STRANGER = "setpriv --reuid=1002 --regid=1002 --clear-groups ";
    private static final List<String> WITHOUT_DEBUGFS = List.of("umount /sys/kernel/debug");
    private static final List<String> WITHOUT_LIBBPF =
            List.of("for file in /usr/lib/*/libbpf.so.1; do mount --bind /dev/null $file; done");

    /** No address in the kernel's half is a number of these records. */
    private static final int KERNEL_HALF = 0xffff;

    @TempDir
    private Path directory;

    @AfterEach
    void unpin() {
        assertThat(CommandRun.of("bpf", "unpin").exitCode()).isZero();
        assertThat(DIRECTORY.getParent()).doesNotExist();
    }

    private static void pin(String... arguments) {
        CommandRun run = CommandRun.of(
                Stream.concat(Stream.of("bpf", "pin"), Stream.of(arguments)).toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private static JsonObject buffer(CommandRun ls, long inode) throws IOException {
        return Json.parse(ls.out()).objects("buffers", buffer -> buffer).stream()
                .filter(buffer -> buffer.number("inode") == inode)
                .findFirst()
                .orElseThrow(() -> new AssertionError(inode + " is not in " + ls));
    }

    private static List<Long> pids(JsonObject buffer) {
        return buffer.objects("holders", holder -> holder.number("pid"));
    }

    @Test
    void aMemberOfTheGroupSeesTheBuffersOfAllProcesses() throws IOException {
        pin("--group", "" + GROUP);
        try (Holder holder = Holder.start()) {
            long open = holder.alloc(HEAP, PAGE, 0);
            long mapped = holder.alloc(HEAP, 2 * PAGE, 1);
            holder.name(0, "camera");
            holder.map(1, 1, 0, PAGE);
            holder.close(1);
            List<CommandRun> runs = new Elsewhere(directory)
                    .with(WITHOUT_DEBUGFS)
                    .runAll(MEMBER, List.of("ls --json", "ps --no-human", "usage", "show " + open, "bpf status"));
            assertThat(runs).extracting(CommandRun::err).containsOnly("");
            assertThat(runs).extracting(CommandRun::exitCode).containsOnly(ExitCode.OK);
            CommandRun ls = runs.get(0);
            JsonObject held = buffer(ls, open);
            assertThat(held.number("size")).isEqualTo(PAGE);
            assertThat(held.text("exporter")).isEqualTo(HEAP);
            assertThat(held.text("name")).isEqualTo("camera");
            assertThat(held.number("references")).isEqualTo(1);
            assertThat(buffer(ls, mapped).number("size")).isEqualTo(2 * PAGE);
            assertThat(buffer(ls, mapped).text("exporter")).isEqualTo(HEAP);
            assertThat(pids(buffer(ls, open))).containsExactly(holder.pid());
            assertThat(pids(buffer(ls, mapped))).containsExactly(holder.pid());
            assertThat(runs.get(1).lines())
                    .anyMatch(line -> line.matches(" *" + holder.pid() + " +holder +2 +1 +1 +" + PAGE + " .*"));
            assertThat(runs.get(2).out()).contains(HEAP);
            // A kernel that cannot list the buffers leaves out those that no process holds, and this is said.
            assertThat(runs.get(2).out().contains("note:")).isNotEqualTo(BUFFER_ITERATOR.isThere());
            assertThat(runs.get(3).lines()).contains("name        camera", "held by     user space");
            assertThat(runs.get(4).out()).contains("v1", "" + GROUP, "yes");
        }
    }

    @Test
    @Needs({BUFFER_ITERATOR, VGEM})
    void aMemberSeesWhatDevicesAloneHold() throws IOException {
        pin("--group", "" + GROUP);
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(HEAP, PAGE, 0);
            holder.drm("vgem", 0);
            holder.importInto(0, 0);
            holder.close(0);
            List<CommandRun> runs = new Elsewhere(directory)
                    .with(WITHOUT_DEBUGFS)
                    .runAll(MEMBER, List.of("ls --json", "show " + inode));
            JsonObject leak = buffer(runs.get(0), inode);
            assertThat(pids(leak)).isEmpty();
            assertThat(leak.objects("attachments", one -> one.text("device"))).containsExactly("vgem");
            assertThat(runs.get(1).lines()).contains("held by     the kernel alone");
        }
    }

    @Test
    void libbpfIsNotNeededToReadPins() throws IOException {
        pin("--group", "" + GROUP);
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(HEAP, PAGE, 0);
            CommandRun ls = new Elsewhere(directory)
                    .with(WITHOUT_LIBBPF)
                    .runAll(MEMBER, List.of("ls --source=bpf --json"))
                    .get(0);
            assertThat(pids(buffer(ls, inode))).containsExactly(holder.pid());
        }
    }

    @Test
    void othersAreToldTheGroup() throws IOException {
        pin("--group", "" + GROUP);
        List<CommandRun> runs =
                new Elsewhere(directory).runAll(STRANGER, List.of("ls --source=bpf", "bpf status", "bpf unpin"));
        assertThat(runs.get(0).exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
        assertThat(runs.get(0).err().lines())
                .singleElement()
                .asString()
                .contains("EACCES", "these pins are for the group " + GROUP + ": join it");
        assertThat(runs.get(1).exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(runs.get(1).out()).contains("v1", "" + GROUP, "join it");
        assertThat(runs.get(2).exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
        assertThat(SET).exists();

        pin();
        CommandRun closed = new Elsewhere(directory)
                .runAll(MEMBER, List.of("ls --source=bpf"))
                .get(0);
        assertThat(closed.exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
        assertThat(closed.err()).contains("these pins are for root alone");
        assertThat(CommandRun.of("ls", "--source=bpf").exitCode()).isZero();
    }

    @Test
    void onlyTheGroupMayReadThePins() throws IOException {
        pin("--group", "" + GROUP);
        assertThat(Files.getAttribute(SET, "unix:gid")).isEqualTo(GROUP);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(SET)))
                .isEqualTo("rwxr-x---");
        try (Stream<Path> pins = Files.list(SET)) {
            for (Path pin : pins.toList()) {
                assertThat(Files.getAttribute(pin, "unix:gid")).as("%s", pin).isEqualTo(GROUP);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pin)))
                        .as("%s", pin)
                        .isEqualTo("r--r-----");
            }
        }
    }

    @Test
    void noPinGivesAnAddressOfTheKernel() throws IOException {
        pin();
        try (Holder holder = Holder.start()) {
            holder.alloc(HEAP, PAGE, 0);
            holder.name(0, "camera");
            holder.map(0, 0, 0, PAGE);
            try (Stream<Path> pins = Files.list(SET)) {
                for (Path pin : pins.toList()) {
                    assertThat(records(pin)).as("%s", pin).isNotEmpty().noneMatch(BpfPinsIT::isAddress);
                }
            }
        }
    }

    /** A pass, which cannot be read like a file of known length. */
    private static List<Long> records(Path pin) throws IOException {
        ByteBuffer part = ByteBuffer.allocate(1 << 15).order(ByteOrder.nativeOrder());
        List<Long> words = new ArrayList<>();
        try (InputStream pass = Files.newInputStream(pin)) {
            for (int count = pass.read(part.array()); count > 0; count = pass.read(part.array())) {
                for (int at = 0; at < count; at += Long.BYTES) {
                    words.add(part.getLong(at));
                }
            }
        }
        return words;
    }

    private static boolean isAddress(long word) {
        return word >>> 48 == KERNEL_HALF;
    }

    @Test
    void pinsAreReplacedAndWhatAKillHasLeftIsRemoved() throws Exception {
        Set<Integer> before = BpfPrograms.numbers();
        pin("--group", "" + GROUP);
        Set<Integer> first = BpfPrograms.moreThan(before);
        assertThat(first).isNotEmpty();
        // As if a process was killed after it has exchanged them.
        Path abandoned = DIRECTORY.resolve("next_" + Integer.MAX_VALUE);
        Files.move(SET, abandoned);
        CommandRun none = CommandRun.of("bpf", "status");
        assertThat(none.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(none.out()).contains("nothing is pinned in " + DIRECTORY);
        pin("--group", "0");
        assertThat(abandoned).doesNotExist();
        assertThat(BpfPrograms.moreThan(before)).hasSameSizeAs(first);
        pin("--group", "" + GROUP);
        assertThat(Files.getAttribute(SET, "unix:gid")).isEqualTo(GROUP);
        try (Stream<Path> sets = Files.list(DIRECTORY)) {
            assertThat(sets).containsExactly(SET);
        }
        assertThat(CommandRun.of("bpf", "unpin").out()).isEqualTo("removed the pins in " + DIRECTORY + "\n");
        assertThat(BpfPrograms.remaining(before)).isEmpty();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain("dmabuf4j");
        assertThat(CommandRun.of("bpf", "unpin").out()).isEqualTo("nothing is pinned in " + DIRECTORY + "\n");
    }

    @Test
    void pinsOfAnotherVersionAreNotUsed() throws IOException {
        pin("--group", "" + GROUP);
        Files.move(SET, DIRECTORY.resolve("v0"));
        List<CommandRun> runs = new Elsewhere(directory).runAll(MEMBER, List.of("ls --source=bpf", "bpf status"));
        assertThat(runs.get(0).exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
        assertThat(runs.get(0).err()).contains("of another version of dmabuf4j (v0)", "dmabuf bpf pin");
        assertThat(runs.get(1).exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(runs.get(1).out()).contains("v0", "dmabuf bpf unpin removes them");
        CommandRun loaded = new Elsewhere(directory)
                .runAll(Elsewhere.ROOT, List.of("ls --source=bpf"))
                .get(0);
        assertThat(loaded.exitCode()).as("by loading").isZero();
    }

    @Test
    void incompletePinsAreNotUsed() throws IOException {
        pin("--group", "" + GROUP);
        Files.delete(SET.resolve("files"));
        CommandRun ls = new Elsewhere(directory)
                .runAll(MEMBER, List.of("ls --source=bpf"))
                .get(0);
        assertThat(ls.exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
        assertThat(ls.err()).contains("the pins are not complete", "dmabuf bpf pin");
    }

    @Test
    void aKilledProcessLeavesNoProgram() throws Exception {
        Set<Integer> before = BpfPrograms.numbers();
        Path file = directory.resolve("recording");
        Process recorder = new ProcessBuilder(
                        ChildJvm.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        Checkout.root().resolve("src/cli/target/dmabuf.jar").toString(),
                        "record",
                        "--source=bpf",
                        "--interval=1h",
                        "--out=" + file)
                .inheritIO()
                .start();
        while (recorder.isAlive() && (!Files.exists(file) || Files.size(file) == 0)) {
            Thread.sleep(20);
        }
        assertThat(BpfPrograms.moreThan(before)).isNotEmpty();
        recorder.destroyForcibly().waitFor();
        assertThat(BpfPrograms.remaining(before)).isEmpty();
    }

    @Test
    void eachFailureIsOneSentenceAndLeavesNothing() throws IOException {
        Map<String, List<String>> failures = Map.of(
                "bpf pin --group nosuchgroup",
                List.of("2", "there is no such group"),
                "bpf pin --group -1",
                List.of("2", "not the name or number of a group"),
                "bpf pin --directory " + directory,
                List.of("1", "it is not a directory in a BPF file system"),
                "bpf pin --directory /nowhere",
                List.of("1", "it is not a directory in a BPF file system"));
        for (Map.Entry<String, List<String>> failure : failures.entrySet()) {
            check(CommandRun.of(failure.getKey().split(" ", -1)), failure.getValue());
        }
        check(new Elsewhere(directory).runAll(MEMBER, List.of("bpf pin")).get(0), List.of("3", "run as root"));
        Elsewhere readOnly =
                new Elsewhere(directory).with(List.of("mount --bind /run /run", "mount -o remount,bind,ro /run"));
        check(readOnly.runAll(Elsewhere.ROOT, List.of("bpf pin")).get(0), List.of("1", "EROFS"));
        Elsewhere withoutLibrary = new Elsewhere(directory).with(WITHOUT_LIBBPF);
        check(withoutLibrary.runAll(Elsewhere.ROOT, List.of("bpf pin")).get(0), List.of("3", "install libbpf"));
        assertThat(DIRECTORY.getParent()).doesNotExist();
    }

    private static void check(CommandRun run, List<String> expected) {
        assertThat(run.exitCode()).as("%s", run).isEqualTo(Integer.parseInt(expected.get(0)));
        assertThat(run.err().lines()).singleElement().asString().contains(expected.get(1));
        assertThat(run.out()).isEmpty();
    }

    /** With the capabilities and the umask of {@code etc/dmabuf4j-bpf.service}. */
    @Test
    void theServicePins() throws IOException {
        List<String> unit = Files.readAllLines(Checkout.root().resolve("etc/dmabuf4j-bpf.service"));
        String capabilities = value(unit, "CapabilityBoundingSet=")
                .toLowerCase(Locale.ROOT)
                .replace("cap_", "+")
                .replace(' ', ',');
        Elsewhere elsewhere = new Elsewhere(directory);
        Path list = Files.writeString(directory.resolve("pin"), "bpf pin --group " + GROUP);
        String pin = "setpriv --bounding-set=-all," + capabilities + " "
                + elsewhere.program(SeveralCommands.class, CommandRun.class) + " " + list + " >&2";
        CommandRun status = elsewhere
                .with(List.of("umask " + value(unit, "UMask="), pin))
                .runAll(MEMBER, List.of("bpf status"))
                .get(0);
        assertThat(status.exitCode()).as("%s", status).isZero();
    }

    private static String value(List<String> unit, String key) {
        return unit.stream()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .orElseThrow()
                .substring(key.length());
    }

    @Test
    void anotherBpfFileSystemCanBeUsed() throws IOException {
        String other = "/sys/fs/bpf";
        CommandRun run = CommandRun.of("bpf", "pin", "--directory", other, "--group", "" + GROUP);
        assertThat(run.out()).startsWith("pinned in " + other + "/v1, for the group " + GROUP + ": ");
        assertThat(CommandRun.of("bpf", "status", "--directory", other, "--json")
                        .exitCode())
                .isZero();
        assertThat(CommandRun.of("bpf", "unpin", "--directory", other).out())
                .isEqualTo("removed the pins in " + other + "\n");
        assertThat(Path.of(other, "v1")).doesNotExist();

        Path foreign = Files.createDirectories(Path.of(other, "v1", "foreign"));
        check(
                CommandRun.of("bpf", "pin", "--directory", other),
                List.of("1", "it is not of this program: it has foreign"));
        check(
                CommandRun.of("bpf", "unpin", "--directory", other),
                List.of("1", "it is not of this program: it has foreign"));
        assertThat(foreign).exists();
        Files.delete(foreign);
        Files.delete(foreign.getParent());
        try (Stream<Path> rest = Files.list(Path.of(other))) {
            assertThat(rest).extracting(Path::toString).noneMatch(path -> path.contains("next_"));
        }
    }
}
