// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.Machine;
import java.io.IOException;
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

    @Test
    void thatOfAnotherUserDoesNotCount() throws IOException {
        Files.writeString(map, "500000 10 one\n");
        assertThat(PerfMap.read(proc.resolve("7"), "3", 4321, Optional.empty())
                        .names()
                        .at(0x500000)
                        .isPresent())
                .isEqualTo(Files.getAttribute(map, "unix:uid").equals(0));
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
