// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmabuf4j.support.BindingsContract;
import io.github.dmabuf4j.support.GeneratedBindings;
import io.github.dmabuf4j.support.GeneratedBindings.Claim;
import io.github.dmabuf4j.support.HeaderProbe;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the generated bindings with the headers, through a C compiler; native-headers/README.md says more. */
class BindingsProbeTest extends BindingsContract {
    /** Directions of a request: _IOC_WRITE, and _IOC_READ | _IOC_WRITE. */
    private static final long WRITE = 1;

    private static final long READ_WRITE = 3;

    BindingsProbeTest() {
        super(GeneratedBindings.of(LinuxDmaBuf.class, "native-headers/dmabuf4j.h"));
    }

    /** Of the headers that programs use, as the C compiler sees them; synonyms are given by another name. */
    @Test
    void f30_everyErrnoOfTheHeadersIsGenerated() throws Exception {
        Set<String> generated = GeneratedBindings.constants(LibC.class)
                .map(Method::getName)
                .filter(name -> name.matches("E[A-Z0-9]+") && !name.startsWith("EPOLL"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(probe("cc").macros("asm/errno.h", "E[A-Z0-9]+", "[0-9]+"))
                .isNotEmpty()
                .isSubsetOf(generated);
    }

    /** The kernel tells requests apart by the size too, so numbers and layouts must be of the same headers. */
    @Test
    void everyRequestFollowsFromItsDirectionNumberAndLayout() {
        Map<String, Long> requests = new TreeMap<>();
        long heap = LinuxDmaBuf.DMA_HEAP_IOC_MAGIC();
        requests.put("DMA_HEAP_IOCTL_ALLOC", ioc(READ_WRITE, heap, 0, dma_heap_allocation_data.sizeof()));
        long buffer = LinuxDmaBuf.DMA_BUF_BASE();
        requests.put("DMA_BUF_IOCTL_SYNC", ioc(WRITE, buffer, 0, dma_buf_sync.sizeof()));
        requests.put("DMA_BUF_SET_NAME", ioc(WRITE, buffer, 1, LinuxDmaBuf.C_POINTER.byteSize()));
        requests.put("DMA_BUF_SET_NAME_A", ioc(WRITE, buffer, 1, ValueLayout.JAVA_INT.byteSize()));
        requests.put("DMA_BUF_SET_NAME_B", ioc(WRITE, buffer, 1, ValueLayout.JAVA_LONG.byteSize()));
        requests.put("DMA_BUF_IOCTL_EXPORT_SYNC_FILE", ioc(READ_WRITE, buffer, 2, dma_buf_export_sync_file.sizeof()));
        requests.put("DMA_BUF_IOCTL_IMPORT_SYNC_FILE", ioc(WRITE, buffer, 3, dma_buf_import_sync_file.sizeof()));
        requests.put("UDMABUF_CREATE", ioc(WRITE, 'u', 0x42, udmabuf_create.sizeof()));
        requests.put("UDMABUF_CREATE_LIST", ioc(WRITE, 'u', 0x43, udmabuf_create_list.sizeof()));
        long fence = LinuxDmaBuf.SYNC_IOC_MAGIC();
        requests.put("SYNC_IOC_MERGE", ioc(READ_WRITE, fence, 3, sync_merge_data.sizeof()));
        requests.put("SYNC_IOC_FILE_INFO", ioc(READ_WRITE, fence, 4, sync_file_info.sizeof()));

        assertThat(generatedRequests()).isEqualTo(requests);
    }

    @Test
    void aWrongValueIsFound() {
        Map<String, Long> values = Map.of("O_CLOEXEC", 0x80001L, "pollfd.events offset", 4L);

        assertThat(HeaderProbe.mismatches(sample(), values))
                .containsExactly("O_CLOEXEC: generated 524288 (0x80000), headers 524289 (0x80001)");
    }

    @Test
    void aWrongOffsetIsFound() {
        Map<String, Long> values = Map.of("O_CLOEXEC", 0x80000L, "pollfd.events offset", 6L);

        assertThat(HeaderProbe.mismatches(sample(), values))
                .containsExactly("pollfd.events offset: generated 4 (0x4), headers 6 (0x6)");
    }

    @Test
    void aNameOnOneSideOnlyIsFound() {
        Map<String, Long> values = Map.of("O_CLOEXEC", 0x80000L, "O_OTHER", 1L);

        assertThat(HeaderProbe.mismatches(sample(), values))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("pollfd.events offset: generated, but not reported"))
                .anySatisfy(line -> assertThat(line).isEqualTo("O_OTHER: in the headers, but not generated"));
    }

    @Test
    void aFalseAssertionIsFound() throws Exception {
        List<Claim> claims = List.of(new Claim("true", "O_CLOEXEC", 0x80000), new Claim("false", "O_CLOEXEC", 1));

        assertThat(probe("cc").falseAssertions(claims)).containsExactly("false");
    }

    @Test
    void anAssertionOnAnUnknownNameIsNotAMismatch() {
        List<Claim> claims = List.of(new Claim("false", "O_CLOEXEC", 1), new Claim("x", "NO_SUCH_CONSTANT", 1));

        assertThatThrownBy(() -> probe("cc").falseAssertions(claims))
                .isInstanceOf(HeaderProbe.Broken.class)
                .hasMessageContaining("NO_SUCH_CONSTANT");
    }

    @Test
    void aMissingHeaderIsFound() throws Exception {
        Path umbrella = Files.writeString(directory.resolve("umbrella.h"), "#include <no/such.h>");
        HeaderProbe probe = new HeaderProbe("cc", umbrella, directory);

        assertThat(probe.missingHeader()).contains("no/such.h");
    }

    @Test
    void aMissingCompilerIsNotAMismatch() {
        assertThatThrownBy(() -> probe("no-such-compiler").values(sample()))
                .isInstanceOf(HeaderProbe.Broken.class)
                .hasMessageContaining("could not be started")
                .hasMessageContaining("no-such-compiler");
    }

    @Test
    void aNameTheHeadersLackIsShownInTheCompilersWords() {
        List<Claim> claims = List.of(new Claim("NO_SUCH_CONSTANT", "NO_SUCH_CONSTANT", 1));

        assertThatThrownBy(() -> probe("cc").values(claims))
                .isInstanceOf(HeaderProbe.Broken.class)
                .hasMessageContaining("the C compiler")
                .hasMessageContaining("NO_SUCH_CONSTANT");
    }

    @Test
    void aProbeThatCrashesIsNotAMismatch() {
        String program = """
                #include <stdlib.h>
                int main(void) { abort(); }
                """;

        // 128 + SIGABRT
        assertThatThrownBy(() -> probe("cc").run(program))
                .isInstanceOf(HeaderProbe.Broken.class)
                .hasMessageContaining("the compiled probe failed with exit status 134");
    }

    @Test
    void aProbeThatPrintsNothingUsefulIsNotAMismatch() {
        String program = """
                #include <stdio.h>
                int main(void) { puts("O_CLOEXEC?"); return 0; }
                """;

        assertThatThrownBy(() -> probe("cc").run(program))
                .isInstanceOf(HeaderProbe.Broken.class)
                .hasMessageContaining("O_CLOEXEC?");
    }

    private static List<Claim> sample() {
        return List.of(
                new Claim("O_CLOEXEC", "O_CLOEXEC", 0x80000),
                new Claim("pollfd.events offset", "offsetof(struct pollfd, events)", 4));
    }

    /** The _IOC macro of asm-generic/ioctl.h. */
    private static long ioc(long direction, long type, long number, long size) {
        return direction << 30 | size << 16 | type << 8 | number;
    }

    /** By their type: the sizeof in them makes them unsigned long in C, and no other constant is that wide. */
    private static Map<String, Long> generatedRequests() {
        return GeneratedBindings.constants(LinuxDmaBuf.class)
                .filter(constant -> constant.getReturnType() == long.class)
                .collect(Collectors.toMap(
                        Method::getName, GeneratedBindings::constantValue, (one, other) -> one, TreeMap::new));
    }
}
