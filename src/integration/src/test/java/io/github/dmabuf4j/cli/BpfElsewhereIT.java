// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.BpfPrograms;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The BPF iterators for other users, in containers, and without libbpf: one sentence, and the other sources are read. */
@RealKernel
@Needs(BPF_ITERATORS)
class BpfElsewhereIT {
    private static final String TO_INSTALL = ": install libbpf 1.0 or newer (Debian: libbpf1)";

    @TempDir
    private Path directory;

    private final Set<Integer> before = BpfPrograms.numbers();

    @AfterEach
    void nothingStaysLoaded() throws InterruptedException {
        assertThat(BpfPrograms.remaining(before)).isEmpty();
    }

    /** Returns what came of it. In any case processes can be read. */
    private static String call(Elsewhere where, String user) throws IOException {
        CommandRun run = where.exec(user + where.program(BpfCall.class));
        assertThat(run.lines()).as(run.err()).hasSize(2);
        assertThat(run.lines().get(1)).contains("procfs");
        return run.lines().get(0);
    }

    @Test
    void withoutTheLibrary() throws IOException {
        List<String> hidden = List.of("for file in /usr/lib/*/libbpf.so.1*; do mount --bind /dev/null $file; done");

        assertThat(call(new Elsewhere(directory).with(hidden), Elsewhere.ROOT))
                .isEqualTo(
                        "UnsupportedKernelException dlopen on libbpf.so.1 failed: it, or a library that it needs, is not"
                                + " there" + TO_INSTALL);
    }

    @Test
    void withALibraryThatLacksAFunction() throws Exception {
        Path source = Files.writeString(directory.resolve("old.c"), "void *bpf_object__open_mem(void) { return 0; }\n");
        Process compiler = new ProcessBuilder(
                        "cc",
                        "-shared",
                        "-fPIC",
                        "-o",
                        directory.resolve("libbpf.so.1").toString(),
                        source.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();

        assertThat(call(new Elsewhere(directory), "env LD_LIBRARY_PATH=" + directory + " "))
                .isEqualTo("UnsupportedKernelException dlopen on libbpf.so.1 failed: the library has no function"
                        + " bpf_object__find_program_by_name" + TO_INSTALL);
    }

    @Test
    void withoutADescriptionOfTheTypesOfTheKernel() throws IOException {
        List<String> hidden = List.of("mount -t tmpfs none /sys/kernel/btf");

        assertThat(call(new Elsewhere(directory).with(hidden), Elsewhere.ROOT))
                .startsWith("UnsupportedKernelException BPF_PROG_LOAD on the BPF iterators failed: ESRCH (3), ")
                .endsWith("; this kernel does not describe its types: it needs CONFIG_DEBUG_INFO_BTF=y");
    }

    @Test
    void asAnOrdinaryUser() throws IOException {
        assertThat(call(new Elsewhere(directory), Elsewhere.NOBODY))
                .startsWith("NoPermissionException BPF_PROG_LOAD on the BPF iterators failed: EPERM (1), ")
                .contains("; run as root (CAP_PERFMON and CAP_BPF are needed); or have root pin");
    }

    @Test
    void inAContainer() throws IOException {
        assertThat(call(Elsewhere.container(directory), Elsewhere.ROOT))
                .startsWith("NoPermissionException BPF_PROG_LOAD on the BPF iterators failed: EPERM (1), ")
                .contains(
                        "; CAP_PERFMON and CAP_BPF are needed, which this root lacks: start the container or service with"
                                + " them; or have root pin");
    }

    @Test
    void inAContainerOfAnOrdinaryUser() throws IOException {
        assertThat(call(Elsewhere.container(directory, "--rootless", "1001"), Elsewhere.ROOT))
                .startsWith("NoPermissionException BPF_PROG_LOAD on the BPF iterators failed: EPERM (1), ")
                .contains("; CAP_PERFMON and CAP_BPF are needed outside of this user namespace: run outside of this"
                        + " container; or have root pin");
    }

    /** From Linux 5.11 on the limit does not count. */
    @Test
    void withoutMemoryToLock() throws IOException {
        assertThat(call(
                        new Elsewhere(directory),
                        "prlimit --memlock=0 setpriv --bounding-set=-sys_resource,-ipc_lock"
                                + " --inh-caps=-sys_resource,-ipc_lock "))
                .isEqualTo("ok");
    }
}
