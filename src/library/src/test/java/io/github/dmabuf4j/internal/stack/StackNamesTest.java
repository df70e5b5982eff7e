// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.Machine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Linker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process 7 whose procfs is files. */
class StackNamesTest {
    private static final String MAPS = """
        00400000-00402000 r--p 00000000 08:01 17                  /bin/a b\\012c
        00402000-00404000 r-xp 00002000 08:01 17                  /bin/a b\\012c
        00500000-00502000 rwxp 00000000 00:00 0
        00600000-00602000 r-xp 00000000 00:00 0                   [vdso]
        00700000-00702000 r-xp 00001000 00:05 3                   /dev/zero
        00800000-00802000 r-xp 00000000 00:01 9                   /memfd:jit (deleted)
        00900000-00902000 r-xp 00000000 00:00 0                   [anon:jit]
        ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0   [vsyscall]
        nonsense
        """;

    @TempDir
    Path proc;

    private Path map;
    private StackNames names;

    @BeforeEach
    void make() throws IOException {
        Path process = Files.createDirectories(proc.resolve("7"));
        Files.createDirectories(process.resolve("root/tmp"));
        Files.writeString(process.resolve("maps"), MAPS);
        Object user = Files.getAttribute(proc, "unix:uid");
        Files.writeString(process.resolve("status"), "Name:\tx\nUid:\t1\t" + user + "\t1\t1\nNSpid:\t7\t3\n");
        map = process.resolve("root/tmp/perf-3.map");
        names = new StackNames(proc.toString());
    }

    private String name(long address) {
        return names.of(7, new long[] {address}).get(0);
    }

    @Test
    void withoutSymbolsAFrameIsAPlaceInItsFile() {
        assertThat(names.of(7, new long[] {0x402010, 0x404000, 0x600004, 0x700001, 0x400000, 0x500010}))
                .containsExactly(
                        "/bin/a b\\012c+0x2010",
                        "/bin/a b\\012c+0x4000",
                        "[vdso]+0x4",
                        "/dev/zero+0x1001",
                        "0x400000",
                        "0x500010");
        assertThat(names.of(8, new long[] {0x402010})).containsExactly("0x402010");
    }

    @Test
    void aPerfMapNamesCompiledFunctions() throws IOException {
        Files.writeString(map, """
            0x0000000000500000 0x0000000000000010 void Foo.bar(int)
            500010 8 js:run it
            nonsense
            ffffffffffffffff 8 x
            """);
        assertThat(names.of(7, new long[] {0x50000f, 0x500010, 0x500011, 0x500018}))
                .containsExactly("void Foo.bar(int)", "void Foo.bar(int)", "js:run it", "js:run it");
        assertThat(name(0x500018)).isEqualTo("0x500018");
    }

    @Test
    void aPerfMapIsReadAgainWhenItHasChanged() throws IOException {
        Files.writeString(map, "500000 10 one\n");
        assertThat(name(0x500000)).isEqualTo("one");
        Files.writeString(map, "500000 10 other\n");
        assertThat(name(0x500000)).isEqualTo("one");
        names.forget();
        assertThat(name(0x500000)).isEqualTo("other");
    }

    /** Another user could have made it. */
    @Test
    void aLinkIsNoPerfMap() throws IOException {
        Files.writeString(proc.resolve("elsewhere"), "500000 10 one\n");
        Files.createSymbolicLink(map, proc.resolve("elsewhere"));
        assertThat(name(0x500000)).isEqualTo("0x500000");
    }

    /** A process can choose its root directory, and so what its /tmp is. */
    @Test
    void aLinkToADirectoryIsNoTmp() throws IOException {
        Path elsewhere = Files.createDirectory(proc.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("perf-3.map"), "500000 10 one\n");
        Files.delete(map.getParent());
        Files.createSymbolicLink(map.getParent(), elsewhere);
        assertThat(name(0x500000)).isEqualTo("0x500000");
    }

    /** To open it would wait for a writer. */
    @Test
    void aFifoIsNoPerfMap() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", map.toString()).start().waitFor())
                .isZero();
        assertThat(name(0x500000)).isEqualTo("0x500000");
    }

    @Test
    void anOversizedPerfMapIsNotRead() throws IOException {
        Files.writeString(map, "500000 10 one\n");
        try (RandomAccessFile file = new RandomAccessFile(map.toFile(), "rw")) {
            file.setLength(PerfMap.LARGEST + 1L);
            assertThat(name(0x500000)).isEqualTo("0x500000");
            file.setLength(PerfMap.LARGEST);
        }
        names.forget();
        assertThat(name(0x500000)).isEqualTo("one");
    }

    @Test
    void aPerfMapWithTooManyFunctionsIsCut() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i <= PerfMap.MOST; i++) {
            lines.append(Integer.toHexString(0x50_0000 + i)).append(" 1 f\n");
        }
        Files.writeString(map, lines.toString().replace("f\n", "f\r\n"));
        assertThat(name(0x50_0000 + PerfMap.MOST - 1)).isEqualTo("f\r");
        assertThat(name(0x50_0000 + PerfMap.MOST)).startsWith("0x");
    }

    @Test
    void thatOfAnotherUserDoesNotCount() throws IOException {
        Files.writeString(map, "500000 10 one\n");
        if (Files.getAttribute(map, "unix:uid").equals(0)) {
            Files.setAttribute(map, "unix:uid", 4321);
        }
        int owner = (int) Files.getAttribute(map, "unix:uid");
        assertThat(nameOfUser(owner + 1)).isEmpty();
        assertThat(nameOfUser(owner)).hasValue("one");
    }

    private Optional<String> nameOfUser(int user) {
        return PerfMap.read(proc.resolve("7"), "3", user, Optional.empty())
                .names()
                .at(0x500000)
                .map(CodeNames.Code::name);
    }

    @Test
    void aChangedPerfMapOfTheSameSizeIsReadAgain() throws IOException {
        Files.writeString(map, "500000 10 one\n");
        assertThat(name(0x500000)).isEqualTo("one");
        Object before = Files.getAttribute(map, "unix:ctime");
        do {
            Files.writeString(map, "500000 10 two\n");
            // The clock of a file system has steps.
        } while (Files.getAttribute(map, "unix:ctime").equals(before));
        names.forget();
        assertThat(name(0x500000)).isEqualTo("two");
    }

    /** A JIT compiler can write to a memfd, or name its memory. */
    @Test
    void aPerfMapComesBeforeThePlaceInAFileWithoutSymbols() throws IOException {
        Files.writeString(map, "800000 10 one\n900000 10 two\n");
        assertThat(names.of(7, new long[] {0x800000, 0x900001, 0x900011}))
                .containsExactly("one", "two", "[anon:jit]+0x11");
    }

    /** A path can have any character but a line feed. */
    @ParameterizedTest
    @ValueSource(strings = {"\r", "\r\r", "\u0085", "\u2028"})
    void anotherLineEndForgesNoRow(String end) throws IOException {
        String row = "00500000-00502000 r-xp 00000000 08:01 18                  /bin/forged";
        Files.writeString(
                proc.resolve("7/maps"),
                "00400000-00402000 r-xp 00000000 08:01 17                  /bin/a" + end + row + "\n");
        Files.writeString(map, "600000 10 one" + end + "500000 10 two\n");
        assertThat(names.of(7, new long[] {0x500010, 0x400010, 0x600001}))
                .containsExactly("0x500010", "/bin/a" + end + row + "+0x10", "one" + end + "500000 10 two");
    }

    @Test
    void aLongNameIsCut() throws IOException {
        String path = "/" + "p".repeat(600);
        Files.writeString(
                proc.resolve("7/maps"), "00400000-00402000 r-xp 00000000 08:01 17                  " + path + "\n");
        Files.writeString(map, "500000 10 " + "\ud83d\ude00".repeat(600) + "\n600000 10 " + "x".repeat(100_000) + "\n");
        assertThat(names.of(7, new long[] {0x400010, 0x500001, 0x600001}))
                .containsExactly(
                        path.substring(0, 500) + "\u2026+0x10",
                        "\ud83d\ude00".repeat(250) + "\u2026",
                        "x".repeat(500) + "\u2026");
        assertThat(FrameName.cut("x" + "\ud83d\ude00".repeat(600)))
                .isEqualTo("x" + "\ud83d\ude00".repeat(249) + "\u2026");
    }

    /** Of the C library of this process. */
    @Test
    void aFileThatCouldNotBeOpenedIsTriedAgain() throws IOException {
        long address = Linker.nativeLinker()
                .defaultLookup()
                .find("getpagesize")
                .orElseThrow()
                .address();
        String row = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(one ->
                        CodeRange.parse(one).filter(range -> range.has(address)).isPresent())
                .findFirst()
                .orElseThrow();
        CodeRange range = CodeRange.parse(row).orElseThrow();
        Files.writeString(proc.resolve("7/maps"), row + "\n");
        assertThat(name(address)).startsWith(range.path() + "+0x");
        Path link = Files.createDirectory(proc.resolve("7/map_files")).resolve(range.link());
        Files.createSymbolicLink(link, Path.of(range.path()));
        assertThat(name(address)).endsWith("getpagesize+0x0 (" + range.path() + ")");
        assertThat(StackNames.none(new long[] {address})).containsExactly("0x" + Long.toHexString(address));
    }

    @Test
    void whatWasUsedLastIsKept() {
        Kept<String, Long> kept = new Kept<>(500, rows -> rows);
        kept.put("a", 50L);
        kept.put("b", 50L);
        kept.put("c", 50L);
        assertThat(kept.get("a")).hasValue(50L);
        kept.put("d", 50L);
        assertThat(kept.get("b")).isEmpty();
        assertThat(kept.get("a")).hasValue(50L);
        kept.put("a", 250L);
        assertThat(kept.get("d")).hasValue(50L);
        assertThat(kept.get("c")).isEmpty();
        kept.put("large", 1000L);
        assertThat(kept.get("large")).hasValue(1000L);
        assertThat(kept.get("a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-3,8", "0-3,8\n"})
    void processorsAreListed(String list) {
        assertThat(ExportStacks.processors(list)).isEqualTo(List.of(0, 1, 2, 3, 8));
    }

    @Test
    void theRoomIsAPowerOfTwoOfPages() {
        assertThat(ExportStacks.room(1)).isEqualTo(Machine.pageBytes());
        assertThat(ExportStacks.room(3 << 20)).isEqualTo(2 << 20);
    }
}
