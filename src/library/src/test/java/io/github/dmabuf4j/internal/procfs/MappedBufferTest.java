// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.support.EvilNames;
import io.github.dmabuf4j.support.ProcTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappedBufferTest {
    private static final String ADDRESSES = "7f2a5b400000-7f2a5b500000";

    private final List<ReadProblem> problems = new ArrayList<>();

    /** As from an array that was used for a longer file before. */
    private List<MappedBuffer> parseAll(String maps) {
        byte[] bytes = KernelText.encode(maps + "left 5 /dmabuf:x\n");
        return MappedBuffer.parseAll(bytes, KernelText.length(maps), problems);
    }

    private MappedBuffer parse(String row) {
        List<MappedBuffer> all = parseAll(row);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void aRowIsReadAsTheKernelWritesIt() {
        String row = "7f2a5b400000-7f2a5b500000 rw-s 00002000 00:0d 42                         /dmabuf:camera-0";

        assertThat(parse(row))
                .isEqualTo(new MappedBuffer(
                        0x7f2a_5b40_0000L, 0x7f2a_5b50_0000L, new DeviceNumber(0, 13), 42, 0x2000, "camera-0", true));
        assertThat(parse(row).length()).isEqualTo(0x10_0000);
        assertThat(parse(row).addresses()).isEqualTo(ADDRESSES);
    }

    @Test
    void aBufferWithoutANameHasAnEmptyOne() {
        assertThat(parse(ProcTree.row(ADDRESSES, "00000000", "00:0d", "42", "")).name())
                .isEmpty();
    }

    @Test
    void inodeAndAddressesAreUnsigned() {
        MappedBuffer last = parse(ProcTree.row(
                "ffffffffff600000-fffffffffffff000", "8000000000000000", "00:0d", "18446744073709551615", "x"));

        assertThat(last.inode()).isEqualTo(-1);
        assertThat(last.offset()).isEqualTo(Long.MIN_VALUE);
        assertThat(last.length()).isEqualTo(0x9f_f000);
    }

    /** The kernel pads a row's addresses to 8 digits, and the names in map_files not. */
    @Test
    void aLowMappingIsNamedAsInMapFiles() {
        assertThat(parse(ProcTree.row("00200000-00201000", "00000000", "00:0d", "42", "x"))
                        .addresses())
                .isEqualTo("200000-201000");
    }

    @Test
    void aDeviceNumberIsHexadecimal() {
        assertThat(parse(ProcTree.row(ADDRESSES, "00000000", "103:fffff", "1", "x"))
                        .device())
                .isEqualTo(new DeviceNumber(0x103, 0xfffff));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                " ",
                "a\tb",
                "/dmabuf:",
                "x /dmabuf:y",
                "(deleted)",
                "a\nb",
                "\n\n",
                "ä😀",
                "\r",
                "a\r\nb",
                "\u0085\u2028"
            })
    void aNameMayBeAnything(String name) {
        assertThat(parse(ProcTree.row(ADDRESSES, "00000000", "00:0d", "1", name))
                        .name())
                .isEqualTo(name);
    }

    @Test
    void rowsAreOneALine() {
        String maps = "00400000-00452000 r-xp 00000000 fe:00 1038                       /usr/bin/java\n"
                + ProcTree.row(ADDRESSES, "00000000", "00:0d", "5", "a\nb") + "\n"
                + "7ffd4d1f1000-7ffd4d212000 rw-p 00000000 00:00 0                  [stack]\n"
                + ProcTree.row(ADDRESSES, "00001000", "00:0d", "6", "") + "\n";

        assertThat(parseAll(maps))
                .extracting(MappedBuffer::inode, MappedBuffer::name)
                .containsExactly(tuple(5L, "a\nb"), tuple(6L, ""));
        assertThat(parseAll("")).isEmpty();
    }

    /** The kernel writes line feeds alone as digits: a carriage return in a name must not begin a row. */
    @ParameterizedTest
    @ValueSource(strings = {"\r0-9 r 0 0:d 9 /dmabuf:", "\u00850-9 r 0 0:d 9 /dmabuf:", "\n0-9 r 0 0:d 9 /dmabuf:"})
    void row24_aForgedRowInTheNameIsNone(String name) {
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(EvilNames.LONGEST);
        String maps = ProcTree.row(ADDRESSES, "00000000", "00:0d", "5", name) + "\n";

        assertThat(parseAll(maps))
                .extracting(MappedBuffer::inode, MappedBuffer::name)
                .containsExactly(tuple(5L, name));
    }

    @Test
    void row24_randomNamesForgeNoRow() {
        Random random = new Random(15);
        for (int round = 0; round < 5000; round++) {
            // A backslash in a name and one of the kernel's look the same.
            String name = EvilNames.next(random).replace("\\", "/");
            String maps = ProcTree.row(ADDRESSES, "00000000", "00:0d", "5", name) + "\n"
                    + ProcTree.row(ADDRESSES, "00002000", "00:0d", "6", "") + "\n";

            assertThat(parseAll(maps))
                    .as("round %d", round)
                    .extracting(MappedBuffer::inode, MappedBuffer::name)
                    .containsExactly(tuple(5L, name), tuple(6L, ""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d x      /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 18446744073709551616 /dmabuf:x",
                "7f2a5b400000 rw-s 00000000 00:0d 42 /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 18446744073709551616      /dmabuf:x",
                "10000000000000000-20000000000000000 rw-s 00000000 00:0d 42 /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 10000000000000000 00:0d 42 /dmabuf:x",
                "7f2a5b400000-7f2a5b500000  00000000 00:0d 42 /dmabuf:x",
                "/dmabuf:x",
                "5b500000 rw-s 00000000 00:0d 42 /dmabuf:\u001b"
            })
    void f01_aRowThatMakesNoSenseIsNotedAndCostsNoOther(String row) {
        assertThat(parseAll(row + "\n" + ProcTree.row(ADDRESSES, "00000000", "00:0d", "5", "a") + "\n"))
                .extracting(MappedBuffer::inode)
                .containsExactly(5L);
        assertThat(problems)
                .extracting(ReadProblem::text)
                .containsExactly("the row \"" + TerminalEscape.of(row) + "\" of maps makes no sense");
    }

    @Test
    void f01_aColumnThatIsNotKnownIsSkipped() {
        assertThat(parseAll("7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42   key:3  /dmabuf:a b"))
                .extracting(MappedBuffer::inode, MappedBuffer::name)
                .containsExactly(tuple(42L, "a b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42     /tmp/dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42     /a /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-p 00000000 00:00 0      [anon:/dmabuf:x]",
                "7f2a5b400000-7f2a5b500000 rw-p 00000000 00:00 0"
            })
    void aRowOfAnotherFileIsNotNoted(String row) {
        assertThat(parseAll(row)).isEmpty();
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42     /tmp/dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42     /a /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42     dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-p 00000000 00:00 0      [anon:/dmabuf:x]",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d x      /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 18446744073709551616 /dmabuf:x",
                "10000000000000000-20000000000000000 rw-s 00000000 00:0d 42 /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 10000000000000000 00:0d 42 /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 10000000000000000:0d 42 /dmabuf:x",
                "x 7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42 /dmabuf:x"
            })
    void aRowOfSomethingElseIsNone(String row) {
        assertThat(parseAll(row)).isEmpty();
    }
}
