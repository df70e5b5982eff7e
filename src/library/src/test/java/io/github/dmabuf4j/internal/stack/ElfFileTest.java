// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.foreign.Linker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTest {
    @TempDir
    Path directory;

    /** Of the C library of this process. */
    private static CodeRange rangeOf(long address) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .flatMap(row -> CodeRange.parse(row).stream())
                .filter(range -> range.has(address))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFunctionOfALibraryIsFound() throws IOException {
        long address = Linker.nativeLinker()
                .defaultLookup()
                .find("getpagesize")
                .orElseThrow()
                .address();
        CodeRange range = rangeOf(address);
        ElfFile library = ElfFile.read(Path.of(range.path()));
        // Aliases are names of the same function.
        assertThat(library.functionAt(range.inFile(address), 0).orElseThrow()).endsWith("getpagesize+0x0");
        assertThat(library.functionAt(range.inFile(address) + 1, 1).orElseThrow())
                .endsWith("getpagesize+0x1");
        assertThat(library.functionAt(0, 1)).isEmpty();
    }

    @Test
    void anotherFileHasNoFunctions() throws IOException {
        Path text = Files.writeString(
                directory.resolve("text"),
                "not a program, but longer than the header of one "
                        + "is: so many bytes as the text has that you read here");
        for (Path other : new Path[] {text, directory, directory.resolve("missing"), Path.of("/dev/zero")}) {
            assertThat(ElfFile.read(other).functionAt(0, 0)).isEmpty();
        }
    }

    @Test
    void aDamagedFileDoesNoHarm() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjli.so"));
        Path file = directory.resolve("damaged");
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = Arrays.copyOf(whole, round % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            int tables = damaged.length > 8192 ? damaged.length - 4096 : 0;
            for (int changes = 0; changes < 20 && damaged.length > 128; changes++) {
                // The header is at the beginning, the table of sections at the end.
                int at = changes % 2 == 0 ? 16 + random.nextInt(64) : tables + random.nextInt(damaged.length - tables);
                damaged[at] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            assertThatCode(() -> ElfFile.read(file).functionAt(0x2000, 0)).doesNotThrowAnyException();
        }
    }
}
