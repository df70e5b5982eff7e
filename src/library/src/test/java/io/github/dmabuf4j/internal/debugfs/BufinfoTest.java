// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.support.EvilNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On texts like the kernel's, which a few lines here write as dma_buf_debug_show of Linux 6.1 does. */
class BufinfoTest {
    private static final String HEADER =
            "\nDma-buf Objects:\nsize    \tflags   \tmode    \tcount   \texp_name\tino     \tname\n";
    private static final BufinfoFence WRITE = fence("write", "sw_sync", "timeline-1", 7, false);
    private static final BufinfoFence READ = fence("read", "vgem", "unbound", -1, true);

    /** As Linux 6.0 and later describe it, without a context. */
    private static BufinfoFence fence(String usage, String driver, String timeline, long seqno, boolean signaled) {
        return new BufinfoFence(usage, driver, timeline, OptionalLong.empty(), OptionalLong.of(seqno), signaled);
    }

    private static BufinfoBuffer buffer(long inode, String name, List<String> devices, BufinfoFence... fences) {
        return new BufinfoBuffer(
                inode,
                4096 * Math.max(1, inode),
                "system",
                Optional.of(name),
                Math.floorMod(inode, 5) + 1,
                devices,
                List.of(fences));
    }

    private static BufinfoBuffer buffer(long inode, String name) {
        return buffer(inode, name, List.of());
    }

    private static String text(List<BufinfoBuffer> buffers) {
        StringBuilder text = new StringBuilder(HEADER);
        buffers.forEach(buffer -> text.append(rows(buffer)));
        return text + "\nTotal " + buffers.size() + " objects, "
                + buffers.stream().mapToLong(BufinfoBuffer::size).sum() + " bytes\n";
    }

    private static String text(BufinfoBuffer... buffers) {
        return text(List.of(buffers));
    }

    private static String rows(BufinfoBuffer buffer) {
        StringBuilder rows = new StringBuilder(String.join(
                "\t",
                padded(Long.toString(buffer.size())),
                "00080002",
                "4a4e001f",
                padded(Long.toString(buffer.references())),
                buffer.exporter(),
                padded(Long.toUnsignedString(buffer.inode())),
                buffer.name().orElse("<none>")));
        rows.append('\n');
        buffer.fences().forEach(fence -> rows.append(line(fence)));
        rows.append("\tAttached Devices:\n");
        buffer.devices().forEach(device -> rows.append('\t' + device + '\n'));
        return rows + "Total " + buffer.devices().size() + " devices attached\n\n";
    }

    private static String line(BufinfoFence fence) {
        return "\t" + fence.usage() + " fence:" + fence.driver() + " " + fence.timeline() + " seq "
                + Long.toUnsignedString(fence.seqno().orElseThrow())
                + (fence.signaled() ? " signalled\n" : " unsignalled\n");
    }

    private static String padded(String number) {
        return "0".repeat(Math.max(0, 8 - number.length())) + number;
    }

    private static Bufinfo parse(String text) {
        return Bufinfo.parse(text).orElseThrow();
    }

    private static void assertReads(BufinfoBuffer... buffers) {
        assertThat(parse(text(buffers))).isEqualTo(new Bufinfo(List.of(buffers), List.of(), List.of()));
    }

    @Test
    void aRowIsReadAsTheKernelWritesIt() {
        String text = HEADER
                + "01048576\t00080002\t4a4e001f\t00000003\tsystem\t00000042\tcamera-0\n"
                + "\tread fence:sw_sync display seq 12 unsignalled\n"
                + "\tAttached Devices:\n"
                + "\tvgem\n"
                + "\t0000:00:02.0\n"
                + "Total 2 devices attached\n"
                + "\n"
                + "\nTotal 1 objects, 1048576 bytes\n";

        assertThat(parse(text).buffers())
                .containsExactly(new BufinfoBuffer(
                        42,
                        1_048_576,
                        "system",
                        Optional.of("camera-0"),
                        3,
                        List.of("vgem", "0000:00:02.0"),
                        List.of(fence("read", "sw_sync", "display", 12, false))));
        assertThat(parse(text).unknownLines()).isEmpty();
    }

    @Test
    void noBuffersAreNoError() {
        assertReads();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\nDma-buf Objects:\nsize    \tflags   \tmode    \tcount   \texp_name\n",
                "\nDma-buf Objects:\nsize    \tmode    \tcount   \texp_name\tino     \tname\n",
                "\nDma-buf Objects:\nsize    \tflags   \tmode    \tcount   \tsize    \texp_name\tino     \tname\n"
            })
    void aListWithOtherColumnsIsNotRead(String text) {
        assertThat(Bufinfo.parse(text + "\nTotal 0 objects, 0 bytes\n")).isEmpty();
    }

    @Test
    void devicesAndFencesBelongToTheirBuffer() {
        assertReads(
                buffer(1, "a", List.of("vgem", "vkms"), WRITE, READ),
                buffer(2, "b", List.of()),
                buffer(3, "c", List.of("vgem"), READ),
                buffer(4, "d", List.of(), WRITE));
    }

    @Test
    void buffersAreSortedByUnsignedInode() {
        String text = text(buffer(-1, "d"), buffer(10, "b"), buffer(Long.MIN_VALUE, "c"), buffer(9, "a"));

        assertThat(parse(text).buffers())
                .extracting(BufinfoBuffer::inode)
                .containsExactly(9L, 10L, Long.MIN_VALUE, -1L);
    }

    @Test
    void numbersMayHaveMoreThanEightDigits() {
        BufinfoBuffer large = new BufinfoBuffer(
                1_234_567_890_123L, 1L << 40, "reserved", Optional.of("x"), 123_456_789, List.of(), List.of());

        assertReads(large);
    }

    @Test
    void aBufferWithoutANameHasNone() {
        BufinfoBuffer unnamed = new BufinfoBuffer(1, 4096, "system", Optional.empty(), 1, List.of(), List.of(READ));

        assertReads(unnamed, buffer(2, ""), buffer(3, "<none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\t",
                "\n",
                "\n\n",
                "\r\n",
                "a\tb\tc\td\te\tf\tg",
                "a\n\tAttached Devices:\n",
                "\n\tAttached Devices:\n\tvgem\n",
                "Total 0 devices attached",
                "\nTotal 0 devices attached",
                "\nTotal 0 devices attached\n",
                "\nTotal 0 devices attached\n\n",
                "\nTotal 0 devices attached\n\n0000",
                "x\n00004096\t00000001\t00000001\t0",
                "\n00004096\t0\t0\t00000001\tx\t00000",
                "\nTotal 1 objects, 1 bytes\n",
                "\n\nTotal 1 objects, 1 bytes\n",
                "\n\tread fence:sw_sync a seq 1 s",
                "\tname\n",
                "size\tname\n00004096\t00080002",
                " ",
                "ä漢😀",
                "\u2028\u0085"
            })
    void aNameCannotForgeALine(String name) {
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(EvilNames.LONGEST);
        BufinfoBuffer first = buffer(1, "before", List.of("vgem"));
        BufinfoBuffer evil = buffer(2, name, List.of("vkms"), WRITE, READ);

        assertReads(first, evil, buffer(3, "after"));
        assertReads(first, buffer(2, name));
        assertReads(evil);
        assertReads(evil, buffer(3, name), buffer(4, name, List.of(), READ));
    }

    /** Of 31 bytes, the shortest line that a fence could have. */
    @Test
    void aNameIsNoFenceHoweverMuchItLooksLikeOne() {
        String name = "\n\tread fence:a  seq 1 signalled";
        assertThat(name).hasSize(EvilNames.LONGEST);

        assertReads(buffer(1, name), buffer(2, name, List.of(), READ), buffer(3, name, List.of("vgem"), WRITE, READ));
    }

    /** The timeline of sw_sync has the name of the process that made it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a\nb", "\n", "\r", "a\u2028b", "a\n\tb", "x seq 1 ", "\n\n", "12345678901234\n"
            })
    void aTimelineMayBeCalledAnything(String timeline) {
        BufinfoFence fence = fence("write", "sw_sync", timeline, 3, false);

        assertReads(
                buffer(1, "a", List.of("vgem"), fence),
                buffer(2, "b", List.of(), READ, fence, WRITE),
                buffer(3, "\n", List.of(), fence, fence));
    }

    @Test
    void fencesAreReadForEachUse() {
        BufinfoFence[] fences = Stream.of("kernel", "write", "read", "bookkeep")
                .map(usage -> fence(usage, "vgem", "t", 1, true))
                .toArray(BufinfoFence[]::new);

        assertReads(buffer(1, "a", List.of(), fences));
    }

    @Test
    void aFenceOfAUseThatIsNotKnownIsAFence() {
        assertReads(buffer(1, "a", List.of(), fence("preempt", "vgem", "t", 1, true)), buffer(2, "b"));
    }

    /** The lines of a buffer, with those of fences in the place of its own, and a buffer after it. */
    private static Bufinfo parseWithFences(String name, String... lines) {
        String rows = rows(buffer(1, name)).replace("\tAttached", String.join("", lines) + "\tAttached");
        return parse(HEADER + rows + rows(buffer(2, "b")) + "\nTotal 2 objects, 12288 bytes\n");
    }

    private static BufinfoFence fence(
            String usage, String driver, String timeline, long context, long seqno, boolean signaled) {
        return new BufinfoFence(usage, driver, timeline, OptionalLong.of(context), OptionalLong.of(seqno), signaled);
    }

    @Test
    void f01_aBufferWithFenceLinesOfNewerKernelsIsListed() {
        Bufinfo list = parseWithFences(
                "camera-0",
                "\twrite fence:77:5810 gpu-ring0 amdgpu unsignalled\n",
                "\tread fence:78:12   signalled\n",
                "\tbookkeep fence:18446744073709551615:18446744073709551614 my ring 1 xe unsignalled\n",
                "\tkernel fence:1:1  \n\n drv unsignalled\n");

        assertThat(list)
                .isEqualTo(new Bufinfo(
                        List.of(
                                buffer(
                                        1,
                                        "camera-0",
                                        List.of(),
                                        fence("write", "amdgpu", "gpu-ring0", 77, 5810, false),
                                        fence("read", "", "", 78, 12, true),
                                        fence("bookkeep", "xe", "my ring 1", -1, -2, false),
                                        fence("kernel", "drv", " \n\n", 1, 1, false)),
                                buffer(2, "b")),
                        List.of(),
                        List.of()));
    }

    /** Linux 5.3 to 5.19: the name has no heading, and fences have neither context nor number. */
    @Test
    void f01_aListOfLinux5IsRead() {
        String header = "\nDma-buf Objects:\nsize    \tflags   \tmode    \tcount   \texp_name\tino     \n";
        String rows = "00004096\t00080002\t4a4e001f\t00000002\tsystem\t00000001\tcamera\n"
                + "\tExclusive fence: vgem unbound signalled\n"
                + "\tShared fence: sw_sync my ring unsignalled\n"
                + "\tAttached Devices:\n\tvgem\nTotal 1 devices attached\n\n";

        assertThat(parse(header + rows + "\nTotal 1 objects, 4096 bytes\n"))
                .isEqualTo(new Bufinfo(
                        List.of(buffer(
                                1,
                                "camera",
                                List.of("vgem"),
                                new BufinfoFence(
                                        "write", "vgem", "unbound", OptionalLong.empty(), OptionalLong.empty(), true),
                                new BufinfoFence(
                                        "read",
                                        "sw_sync",
                                        "my ring",
                                        OptionalLong.empty(),
                                        OptionalLong.empty(),
                                        false))),
                        List.of(),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\tFences concurrently modified\n",
                "\tread fence:of an unknown form\n",
                "\tread fence:99999999999999999999:1 a b signalled\n",
                "\tread fence:a b seq 99999999999999999999 signalled\n",
                "\t\n"
            })
    void f01_anUnknownLineIsNotedAndCostsNeitherItsBufferNorOtherLines(String line) {
        Bufinfo list =
                parseWithFences("camera-0", line(WRITE), line, "\tread fence:78:12   signalled\n", line, line(READ));

        assertThat(list.buffers())
                .containsExactly(
                        buffer(1, "camera-0", List.of(), WRITE, fence("read", "", "", 78, 12, true), READ),
                        buffer(2, "b"));
        assertThat(list.unknownLines()).isEmpty();
        String part = "buffer 1: the line \"" + TerminalEscape.of(line.strip()) + "\"";
        assertThat(list.unknownParts()).containsExactly(part, part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n\tread fence:1:1   signalled", "a\n\tread fence:1:1 b c signalled"})
    void f01_aNameForgesNoFenceWhereALineIsUnknown(String name) {
        Bufinfo list = parseWithFences(name, "\tan unknown line\n", line(READ));

        assertThat(list.buffers().get(0).fences()).containsExactly(READ);
        assertThat(list.unknownParts()).hasSize(2).endsWith("buffer 1: the line \"an unknown line\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\tr fence:1:2 a", "\n\tread fence:a ", "\n\tx fence:1:1 "})
    void f01_aTimelineCalledLikeALineIsNone(String timeline) {
        BufinfoFence older = fence("write", "sw_sync", timeline, 3, false);
        BufinfoFence newer = fence("write", "sw_sync", timeline, 5, 3, false);

        String name = "camera-0 of the front";
        assertReads(buffer(1, name, List.of(), older, READ), buffer(2, "b"));
        assertThat(parseWithFences(name, "\twrite fence:5:3 " + timeline + " sw_sync unsignalled\n")
                        .buffers())
                .containsExactly(buffer(1, name, List.of(), newer), buffer(2, "b"));
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "cgroup, /a b/", "pages, 0004"})
    void f01_aColumnThatIsNotKnownIsSkippedWhereverItIs(String heading, String value) {
        BufinfoBuffer evil = buffer(2, "a\n\tb\tc", List.of("vgem"), WRITE);
        String text = text(buffer(1, "a"), evil, buffer(3, "c"));
        Bufinfo expected = parse(text);

        for (String column : List.of("mode    ", "exp_name", "ino     ")) {
            String wider = text.replaceFirst(column + "\t", column + "\t" + heading + "\t")
                    .replaceAll("(?m)^((?=[0-9])([^\t\n]+\t){" + index(column) + "})", "$1" + value + "\t");
            assertThat(wider).isNotEqualTo(text);
            assertThat(parse(wider)).as(column).isEqualTo(expected);
        }
        String tame = text.replace("a\n\tb\tc", "a\tb");
        String last = tame.replaceFirst("\tname", "\tname\t" + heading)
                .replaceAll("\t(a|a\tb|c)\n(?=\t(Att|wr))", "\t$1\t" + value + "\n");
        assertThat(parse(last)).as("after the name").isEqualTo(parse(tame));
    }

    private static int index(String column) {
        return List.of("size", "flags", "mode", "count", "exp_name", "ino").indexOf(column.strip()) + 1;
    }

    @Test
    void randomNamesForgeNothing() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 3000; round++) {
            List<BufinfoBuffer> buffers = new ArrayList<>();
            int count = random.nextInt(6);
            for (int inode = 1; inode <= count; inode++) {
                buffers.add(random(inode, random));
            }
            String text = text(buffers);

            assertThat(parse(text))
                    .as("round %d: %s", round, text)
                    .isEqualTo(new Bufinfo(buffers, List.of(), List.of()));
        }
    }

    private static BufinfoBuffer random(long inode, Random random) {
        BufinfoFence[] fences = random.ints(random.nextInt(3), 0, 2)
                .mapToObj(kind -> kind == 0 ? WRITE : READ)
                .toArray(BufinfoFence[]::new);
        List<String> devices =
                random.ints(random.nextInt(3), 0, 9).mapToObj(n -> "dev:" + n).toList();
        return buffer(inode, EvilNames.next(random), devices, fences);
    }

    @ParameterizedTest
    @CsvSource({"0, vgem", "2, vgem", "1, ''", "1, vgem vkms"})
    void aBufferWhoseDevicesAreNotAsManyAsToldIsListedAndNoted(int told, String devices) {
        String wrong = rows(buffer(2, "x", List.of()))
                .replace("Devices:\n", "Devices:\n" + devices.replaceAll("(\\S+) ?", "\t$1\n"))
                .replace("Total 0", "Total " + told);
        Bufinfo list = parseBetween(wrong);
        List<String> listed = devices.isEmpty() ? List.of() : List.of(devices.split(" "));

        assertThat(list.buffers()).containsExactly(buffer(1, "a"), buffer(2, "x", listed), buffer(3, "c"));
        assertThat(list.unknownLines()).isEmpty();
        assertThat(list.unknownParts())
                .containsExactly("buffer 2: " + listed.size() + " devices where it says " + told);
    }

    private static Bufinfo parseBetween(String lines) {
        return parse(HEADER + rows(buffer(1, "a")) + lines + rows(buffer(3, "c")) + "\nTotal 3 objects, 24576 bytes\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\tAttached Devices:\n", "Total 0 devices attached\n", "Total 0 devices attached\n\n"})
    void f01_aBufferThatLacksALineIsListedAndNoted(String line) {
        String rows = rows(buffer(2, "x", List.of(), WRITE));
        assertThat(rows).contains(line);
        Bufinfo list = parseBetween(rows.replace(line, ""));

        assertThat(list.buffers()).containsExactly(buffer(1, "a"), buffer(2, "x", List.of(), WRITE), buffer(3, "c"));
        assertThat(list.unknownLines()).isEmpty();
        assertThat(list.unknownParts()).hasSize(1);
    }

    @Test
    void f01_aBufferThatIsListedTwiceIsOne() {
        Bufinfo list = parseBetween(rows(buffer(2, "x")) + rows(buffer(2, "x", List.of("vgem"))));

        assertThat(list.buffers()).containsExactly(buffer(1, "a"), buffer(2, "x", List.of("vgem")), buffer(3, "c"));
        assertThat(list.unknownParts()).singleElement().asString().endsWith("buffer 2: it is listed twice");
    }

    @Test
    void f01_aNameThatIsTooLongIsNoted() {
        Bufinfo list = parseBetween(rows(buffer(2, "x".repeat(32))));

        assertThat(list.buffers()).containsExactly(buffer(1, "a"), buffer(2, "x".repeat(32)), buffer(3, "c"));
        assertThat(list.unknownParts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\tsystem\t' | '\t'",
                "00080002 | 0008000g",
                "'00000003\tsystem' | '3\tsystem'",
                "'00000003\tsystem' | '99999999999999999999\tsystem'",
                "00000002 | 99999999999999999999",
                "00008192 | 99999999999999999999"
            })
    void aRowThatMakesNoSenseIsReported(String right, String wrong) {
        String rows = rows(buffer(2, "x"));
        assertThat(rows).contains(right);
        Bufinfo list = parseBetween(rows.replace(right, wrong));

        assertThat(list.buffers()).containsExactly(buffer(1, "a"), buffer(3, "c"));
        assertThat(list.unknownLines()).singleElement().satisfies(lines -> {
            assertThat(lines.start()).isEqualTo(Bufinfo.shown(rows.replace(right, wrong)));
            assertThat(lines.reason()).isEqualTo("these lines of bufinfo make no sense");
        });
        assertThat(list.unknownParts()).isEmpty();
    }

    /** Else it would be read as of the buffer before. */
    @Test
    void aRowThatBeginsOtherwiseCostsNoOtherBuffer() {
        Bufinfo list = parseBetween("x" + rows(buffer(2, "b")) + "y" + rows(buffer(4, "d")));

        assertThat(list.buffers()).containsExactly(buffer(1, "a"), buffer(3, "c"));
        assertThat(list.unknownLines())
                .extracting(Bufinfo.UnknownLines::start)
                .containsExactly(Bufinfo.shown("x" + rows(buffer(2, "b"))), Bufinfo.shown("y" + rows(buffer(4, "d"))));
    }

    @Test
    void aNumberOfDevicesThatIsNoneIsNoted() {
        String text = text(buffer(1, "a")).replace("Total 0", "Total 99999999999");

        assertThat(parse(text).buffers()).containsExactly(buffer(1, "a"));
        assertThat(parse(text).unknownParts())
                .containsExactly(
                        "buffer 1: the line after its devices is missing",
                        "buffer 1: the line \"Total 99999999999 devices attached\"");
    }

    @Test
    void aTextThatBreaksOffIsReportedWhereverItDoes() {
        List<BufinfoBuffer> all = List.of(buffer(1, "a", List.of("vgem"), READ), buffer(2, "b"), buffer(3, "c"));
        String text = text(all);
        for (int length = HEADER.length(); length < text.length(); length++) {
            int end = length;
            Bufinfo list = parse(text.substring(0, length));

            List<BufinfoBuffer> whole = all.stream()
                    .filter(buffer -> text.substring(0, end).contains(rows(buffer)))
                    .toList();
            assertThat(list.buffers().subList(0, whole.size()))
                    .as("with %d characters", length)
                    .isEqualTo(whole);
            assertThat(list.buffers())
                    .as("with %d characters", length)
                    .extracting(BufinfoBuffer::inode, BufinfoBuffer::name)
                    .isEqualTo(all.subList(0, list.buffers().size()).stream()
                            .map(buffer -> tuple(buffer.inode(), buffer.name()))
                            .toList());
            assertThat(list.unknownLines())
                    .as("with %d characters", length)
                    .singleElement()
                    .extracting(Bufinfo.UnknownLines::reason)
                    .isEqualTo("bufinfo breaks off here, before its totals");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Total 3 objects, 12288 bytes", "Total 1 objects, 12288 bytes", "Total 2 objects, 12289 bytes"})
    void totalsThatAreNotThoseOfTheRowsAreReported(String totals) {
        String text = text(buffer(1, "a"), buffer(2, "b"));
        assertThat(text).endsWith("\nTotal 2 objects, 12288 bytes\n");

        Bufinfo list = parse(text.replaceAll("Total 2 .*", totals));

        assertThat(list.buffers()).hasSize(2);
        assertThat(list.unknownLines())
                .containsExactly(new Bufinfo.UnknownLines(totals, "the totals of bufinfo are not those of its rows"));
    }
}
