// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.sys.Libbpf;
import io.github.dmabuf4j.support.BpfPrograms;
import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Object files that cannot be loaded. */
@RealKernel
@Needs(BPF_ITERATORS)
@Smoke
class RefusedProgramIT {
    private static final int COMPILER_MISSING = 1;

    @TempDir
    private Path directory;

    private final Set<Integer> before = BpfPrograms.numbers();

    @AfterEach
    void nothingStaysLoaded() throws InterruptedException {
        assertThat(BpfPrograms.remaining(before)).isEmpty();
    }

    private static LoadedIterators load(byte[] file) throws DmaBufException {
        return LoadedIterators.load(Libbpf.instance().orElseThrow(), new ObjectFile(file), () -> new ObjectFile(file));
    }

    /** Compiles a program that returns 2, which no iterator may. */
    private byte[] refused() throws Exception {
        Path root = Checkout.root();
        Path object = directory.resolve("object");
        Process compiler = new ProcessBuilder(
                        root.resolve("native-headers/compile-bpf").toString(),
                        object.toString(),
                        root.resolve("src/integration/src/test/bpf/refused.bpf.c")
                                .toString())
                .redirectErrorStream(true)
                .start();
        compiler.getOutputStream().close();
        String output = text(compiler);
        int code = compiler.waitFor();
        assumeTrue(code != COMPILER_MISSING || !output.contains("not found"), output);
        assertThat(code).as(output).isZero();
        return Files.readAllBytes(object);
    }

    private static String text(Process process) throws IOException {
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theLastLinesOfTheVerifiersLogAreShown() throws Exception {
        byte[] file = refused();

        UnsupportedKernelException failure = catchThrowableOfType(
                UnsupportedKernelException.class, () -> load(file).close());

        assertThat(failure)
                .hasMessageContaining("BPF_PROG_LOAD on the BPF iterators failed: EINVAL")
                .hasMessageContaining("the verifier of this kernel refuses a program: ")
                .hasMessageContaining("R0")
                .hasMessageContaining("should have been in")
                .hasMessageNotContainingAny("processed ", "\n");
    }

    /** The descriptors and mappings are read, and the reason is kept where the kernel has an iterator over buffers. */
    @Test
    void whereTheProgramsThatListTheBuffersAreRefusedTheOthersAreLoaded() throws Exception {
        ObjectFile held = ObjectFile.ofLibrary(ObjectFile.NAME_OF_HELD);
        boolean couldList = KernelIterators.ofThisKernel().contains(KernelIterators.OF_BUFFERS);

        try (LoadedIterators iterators =
                LoadedIterators.load(Libbpf.instance().orElseThrow(), new ObjectFile(refused()), () -> held)) {
            assertThat(iterators.listsBuffers()).isFalse();
            assertThat(iterators.whyNoList().isPresent()).isEqualTo(couldList);
            iterators
                    .whyNoList()
                    .ifPresent(why -> assertThat(why).contains("; the verifier of this kernel refuses a program: "));
        }
    }

    @Test
    void aFileThatIsNoObjectFileIsRefused() {
        assertThatThrownBy(() -> load(new byte[4096]).close())
                .isInstanceOf(DmaBufException.class)
                .hasMessageContaining("bpf_object__open_mem on the BPF iterators failed: ");
    }
}
