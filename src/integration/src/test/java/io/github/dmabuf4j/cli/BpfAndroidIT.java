// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFER_ITERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.NativeProgram;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pinned iterator that writes what Android's writes, where that is all that a user may read. */
@RealKernel
@Needs({BUFFERS, BPF_ITERATORS, BUFFER_ITERATOR})
@Timeout(180)
class BpfAndroidIT {
    private static final int PAGE = 4096;
    private static final String HEAP = Heaps.ordinary();
    private static final Path FILE_SYSTEM = Path.of("/sys/fs/bpf");
    private static final Path PINS = FILE_SYSTEM.resolve("dmabuf");
    private static final Path PIN = PINS.resolve("prog_dmabufIter_iter_dmabuf");
    private static final int FOR_OWNER = 0700;
    private static final int FOR_ALL = 0755;

    /** Of Android, on which this process is of that group. */
    private static final int GROUP = 1234;

    private static final String MEMBER = "setpriv --reuid=1001 --regid=1001 --groups=" + GROUP + " ";

    @TempDir
    private Path directory;

    @BeforeEach
    void pin() throws IOException {
        Path object = directory.resolve("android.o");
        String compiler = Checkout.root()
                .resolve("src/library/src/test/native/bpf/compile")
                .toString();
        Answer compiled = answer(compiler, "android", object.toString());
        assumeTrue(compiled.exitCode() == 0, compiled.text());
        assumeTrue(Files.exists(Path.of("/usr/sbin/bpftool")), "bpftool is needed (Debian: apt-get install bpftool)");
        Files.createDirectories(PINS);
        Answer pinned = answer("/usr/sbin/bpftool", "iter", "pin", object.toString(), PIN.toString());
        assertThat(pinned.exitCode()).as(pinned.text()).isZero();
        Files.setAttribute(FILE_SYSTEM, "unix:mode", FOR_ALL);
        Files.setAttribute(PINS, "unix:mode", FOR_ALL);
        Files.setAttribute(PIN, "unix:gid", GROUP);
        Files.setAttribute(PIN, "unix:mode", 0440);
    }

    @AfterEach
    void unpin() throws IOException {
        Files.deleteIfExists(PIN);
        Files.deleteIfExists(PINS);
        Files.setAttribute(FILE_SYSTEM, "unix:mode", FOR_OWNER);
    }

    private record Answer(int exitCode, String text) {}

    private static Answer answer(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.getInputStream().close();
        return new Answer(NativeProgram.exitCode(process), text);
    }

    @Test
    void allBuffersAreListedByIt() throws IOException {
        try (Holder holder = Holder.start()) {
            long named = holder.alloc(HEAP, PAGE, 0);
            long nameless = holder.alloc(HEAP, 2 * PAGE, 1);
            holder.name(0, "two words\nand a line");
            List<CommandRun> runs =
                    new Elsewhere(directory).runAll(MEMBER, List.of("ls --source=bpf --json", "ls", "bpf status"));
            JsonObject document = Json.parse(runs.get(0).out());
            List<JsonObject> buffers = document.objects("buffers", buffer -> buffer).stream()
                    .filter(buffer -> buffer.number("inode") == named || buffer.number("inode") == nameless)
                    .toList();
            assertThat(buffers).extracting(buffer -> buffer.number("size")).containsExactly((long) PAGE, 2L * PAGE);
            assertThat(buffers).extracting(buffer -> buffer.text("exporter")).containsOnly(HEAP);
            assertThat(buffers.get(0).text("name")).isEqualTo("two words and a line");
            assertThat(buffers.get(1).members().get("name")).isNull();
            assertThat(runs.get(1).out())
                    .contains("note: bpf: Android's pin lists the buffers alone", "no visible holder");
            assertThat(runs.get(2).out()).contains(PIN + " ", "yes");
        }
    }
}
