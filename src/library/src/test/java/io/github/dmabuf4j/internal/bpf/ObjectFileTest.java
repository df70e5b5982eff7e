// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.NativeProgram;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The object files that are committed, and the source that they were made of. */
class ObjectFileTest {
    /** By which it was made. */
    private static final String CLANG = "clang version 14.0.6";

    private static final Pattern MISSING = Pattern.compile("compile-bpf: .* not found|fatal error: .*file not found");

    private static byte[] committed(String name) throws DmaBufException {
        try (Arena arena = Arena.ofConfined()) {
            return ObjectFile.ofLibrary(name).in(arena).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Test
    void itHasAllPrograms() throws DmaBufException {
        Map<String, byte[]> sections = sections(committed(ObjectFile.NAME));

        assertThat(sections)
                .containsKeys("iter/dmabuf", "iter.s/dmabuf", "iter/task", "iter/task_file", "iter/task_vma");
        assertThat(new String(sections.get(".strtab"), StandardCharsets.US_ASCII).split("\0", -1))
                .contains(Arrays.stream(IteratorProgram.values())
                        .map(IteratorProgram::symbol)
                        .toArray(String[]::new));
    }

    /** The loader would look for the functions of newer kernels in the modules. */
    @Test
    void thatForOlderKernelsHasWhatTheseHaveAlone() throws DmaBufException {
        Map<String, byte[]> sections = sections(committed(ObjectFile.NAME_OF_HELD));

        assertThat(sections)
                .containsKeys("iter/task_file", "iter/task_vma")
                .doesNotContainKeys("iter/dmabuf", "iter.s/dmabuf", "iter/task", ".ksyms");
        assertThat(new String(sections.get(".strtab"), StandardCharsets.US_ASCII))
                .doesNotContain("bpf_iter_dmabuf", "bpf_rdonly_cast");
    }

    @ParameterizedTest
    @ValueSource(strings = {ObjectFile.NAME, ObjectFile.NAME_OF_HELD})
    void theLicenceIsOneThatTheKernelAccepts(String name) throws DmaBufException {
        Map<String, byte[]> sections = sections(committed(name));

        assertThat(new String(sections.get("license"), StandardCharsets.US_ASCII))
                .isEqualTo("Dual BSD/GPL\0");
        assertThat(sections).containsKeys(".BTF", ".BTF.ext");
        assertThat(sections.keySet()).as("debugging information").noneMatch(section -> section.startsWith(".debug"));
    }

    /** With another compiler the instructions differ. It must compile the source, into the same sections. */
    @ParameterizedTest
    @CsvSource({ObjectFile.NAME + ", -UHELD_BUFFERS", ObjectFile.NAME_OF_HELD + ", -DHELD_BUFFERS"})
    void itIsWhatTheSourceCompilesTo(String name, String option, @TempDir Path directory) throws IOException {
        Path output = directory.resolve("object");
        String compiler = compile(output, option);
        byte[] compiled = Files.readAllBytes(output);

        if (compiler.contains(CLANG)) {
            assertThat(Arrays.equals(compiled, committed(name)))
                    .as("run native-headers/compile-bpf: the object is not that of the source")
                    .isTrue();
        } else {
            assertThat(sections(compiled).keySet())
                    .containsAll(sections(committed(name)).keySet());
        }
    }

    /** Skips the test where the machine has no clang or no libbpf-dev. */
    private static String compile(Path output, String option) throws IOException {
        Path script = Checkout.root().resolve("native-headers/compile-bpf");
        Process process = new ProcessBuilder("bash", script.toString(), output.toString(), "dmabuf4j.bpf.c", option)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said;
        try (InputStream stream = process.getInputStream()) {
            said = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        int status = NativeProgram.exitCode(process);
        assumeFalse(status != 0 && MISSING.matcher(said).find(), said);
        assertThat(status).as(said).isZero();
        return said;
    }

    /** The contents of the sections of a 64-bit ELF file by their names. */
    private static Map<String, byte[]> sections(byte[] object) {
        ByteBuffer file = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);
        int count = file.getShort(60);
        byte[] names = section(file, file.getShort(62));
        Map<String, byte[]> sections = new LinkedHashMap<>();
        for (int index = 1; index < count; index++) {
            sections.put(text(names, file.getInt(header(file, index))), section(file, index));
        }
        return sections;
    }

    private static int header(ByteBuffer file, int index) {
        return Math.toIntExact(file.getLong(40)) + index * file.getShort(58);
    }

    private static byte[] section(ByteBuffer file, int index) {
        int header = header(file, index);
        byte[] content = new byte[Math.toIntExact(file.getLong(header + 32))];
        file.get(Math.toIntExact(file.getLong(header + 24)), content);
        return content;
    }

    private static String text(byte[] names, int start) {
        int end = start;
        while (names[end] != 0) {
            end++;
        }
        return new String(names, start, end - start, StandardCharsets.US_ASCII);
    }
}
