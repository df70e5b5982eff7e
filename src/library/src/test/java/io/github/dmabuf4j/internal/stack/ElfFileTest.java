// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.dmabuf4j.internal.sys.ForeignFile;
import java.io.IOException;
import java.lang.foreign.Linker;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
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

    /** Empty if it cannot be opened. */
    private static Optional<ElfFile> read(Path path) {
        try (ForeignFile file = new ForeignFile()) {
            return file.find(path.toString()) < 0 ? Optional.empty() : ElfFile.read(file);
        }
    }

    @Test
    void aFunctionOfALibraryIsFound() throws IOException {
        long address = Linker.nativeLinker()
                .defaultLookup()
                .find("getpagesize")
                .orElseThrow()
                .address();
        CodeRange range = rangeOf(address);
        ElfFile library = read(Path.of(range.path())).orElseThrow();
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
        assertThat(read(text).orElseThrow().functionAt(0, 0)).isEmpty();
        for (Path other : new Path[] {directory, directory.resolve("missing"), Path.of("/dev/zero")}) {
            assertThat(read(other)).isEmpty();
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
            assertThatCode(() -> read(file).orElseThrow().functionAt(0x2000, 0)).doesNotThrowAnyException();
        }
    }

    /** 65,535 sections, each a table of the same 699,050 functions, with the table of their names. */
    @Test
    void aFileWhoseTablesAreTheSameBytesDoesNotFillTheMemory() throws IOException {
        int sections = 0xffff;
        int start = 64 + sections * 64;
        int bytes = 16 << 20;
        ByteBuffer crafted = ByteBuffer.allocate(start + bytes).order(ByteOrder.LITTLE_ENDIAN);
        crafted.putLong(0, 0x01_02_46_4c_45_7fL).putLong(40, 64).putShort(60, (short) sections);
        for (int section = 0; section < sections; section++) {
            int at = 64 + section * 64;
            crafted.putInt(at + 4, section % 2 == 0 ? 2 : 11)
                    .putLong(at + 24, start)
                    .putLong(at + 32, bytes);
        }
        for (int symbol = 0; symbol < bytes / 24; symbol++) {
            int at = start + symbol * 24;
            crafted.put(at + 4, (byte) 2)
                    .putShort(at + 6, (short) 1)
                    .putLong(at + 8, symbol)
                    .putLong(at + 16, 1);
        }
        Path file = Files.write(directory.resolve("crafted"), crafted.array());
        assertThat(read(file).orElseThrow().weight()).isEqualTo(ElfFile.MOST);
    }
}
