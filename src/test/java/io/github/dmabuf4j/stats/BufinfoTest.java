// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final BufferFence WRITE = new BufferFence("write", "sw_sync", "timeline-1", 7, false);
    private static final BufferFence READ = new BufferFence("read", "vgem", "unbound", -1, true);

    private static BufferInfo buffer(long inode, String name, List<String> devices, BufferFence... fences) {
        return new BufferInfo(
                inode,
                OptionalLong.of(4096 * Math.max(1, inode)),
                Optional.of("system"),
                Optional.of(name),
                OptionalLong.of(Math.floorMod(inode, 5) + 1),
                List.of(),
                devices.stream().map(Attachment::named).toList(),
                List.of(fences));
    }

    private static BufferInfo buffer(long inode, String name) {
        return buffer(inode, name, List.of());
    }

    private static String text(List<BufferInfo> buffers) {
        StringBuilder text = new StringBuilder(HEADER);
        buffers.forEach(buffer -> text.append(rows(buffer)));
        return text + "\nTotal " + buffers.size() + " objects, " + Totals.sizeOf(buffers) + " bytes\n";
    }

    private static String text(BufferInfo... buffers) {
        return text(List.of(buffers));
    }

    private static String rows(BufferInfo buffer) {
        StringBuilder rows = new StringBuilder(String.join(
                "\t",
                padded(Long.toString(buffer.size().orElseThrow())),
                "00080002",
                "4a4e001f",
                padded(Long.toString(buffer.references().orElseThrow())),
                buffer.exporter().orElseThrow(),
                padded(Long.toUnsignedString(buffer.inode())),
                buffer.name().orElse("<none>")));
        rows.append('\n');
        buffer.fences().forEach(fence -> rows.append(line(fence)));
        rows.append("\tAttached Devices:\n");
        buffer.attachments().forEach(device -> rows.append('\t' + device.device() + '\n'));
        return rows + "Total " + buffer.attachments().size() + " devices attached\n\n";
    }

    private static String line(BufferFence fence) {
        return "\t" + fence.usage() + " fence:" + fence.driver() + " " + fence.timeline() + " seq "
                + Long.toUnsignedString(fence.seqno()) + (fence.signalled() ? " signalled\n" : " unsignalled\n");
    }

    private static String padded(String number) {
        return "0".repeat(Math.max(0, 8 - number.length())) + number;
    }

    private static Bufinfo parse(String text) {
        return Bufinfo.parse(text).orElseThrow();
    }

    private static void assertReads(BufferInfo... buffers) {
        assertThat(parse(text(buffers))).isEqualTo(new Bufinfo(List.of(buffers), List.of()));
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
                .containsExactly(new BufferInfo(
                        42,
                        OptionalLong.of(1_048_576),
                        Optional.of("system"),
                        Optional.of("camera-0"),
                        OptionalLong.of(3),
                        List.of(),
                        List.of(Attachment.named("vgem"), Attachment.named("0000:00:02.0")),
                        List.of(new BufferFence("read", "sw_sync", "display", 12, false))));
        assertThat(parse(text).unreadable()).isEmpty();
    }

    @Test
    void noBuffersAreNoError() {
        assertReads();
    }

    @ParameterizedTest
    @SuppressWarnings("StringConcatToTextBlock") // tabs would not be seen
    @ValueSource(
            strings = {
                "",
                "\n",
                "\nDma-buf Objects:\nsize    \tflags   \tmode    \tcount   \texp_name\n",
                "\nDma-buf Objects:\nsize    \tflags   \tmode    \tcount   \texp_name\tino     \n"
                        + "00004096\t00080002\t4a4e001f\t00000001\tsystem\t00000001\ta\n"
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

        assertThat(parse(text).buffers()).extracting(BufferInfo::inode).containsExactly(9L, 10L, Long.MIN_VALUE, -1L);
    }

    @Test
    void numbersMayHaveMoreThanEightDigits() {
        BufferInfo large = new BufferInfo(
                1_234_567_890_123L,
                OptionalLong.of(1L << 40),
                Optional.of("reserved"),
                Optional.of("x"),
                OptionalLong.of(123_456_789),
                List.of(),
                List.of(),
                List.of());

        assertReads(large);
    }

    @Test
    void aBufferWithoutANameHasNone() {
        BufferInfo unnamed = new BufferInfo(
                1,
                OptionalLong.of(4096),
                Optional.of("system"),
                Optional.empty(),
                OptionalLong.of(1),
                List.of(),
                List.of(),
                List.of(READ));

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
        BufferInfo first = buffer(1, "before", List.of("vgem"));
        BufferInfo evil = buffer(2, name, List.of("vkms"), WRITE, READ);

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
        BufferFence fence = new BufferFence("write", "sw_sync", timeline, 3, false);

        assertReads(
                buffer(1, "a", List.of("vgem"), fence),
                buffer(2, "b", List.of(), READ, fence, WRITE),
                buffer(3, "\n", List.of(), fence, fence));
    }

    @Test
    void fencesAreReadForEachUse() {
        BufferFence[] fences = Stream.of("kernel", "write", "read", "bookkeep")
                .map(usage -> new BufferFence(usage, "vgem", "t", 1, true))
                .toArray(BufferFence[]::new);

        assertReads(buffer(1, "a", List.of(), fences));
    }

    @Test
    void aFenceOfAUseThatIsNotKnownIsReported() {
        Bufinfo list = parse(
                text(buffer(1, "a", List.of(), new BufferFence("preempt", "vgem", "t", 1, true)), buffer(2, "b")));

        assertThat(list.buffers()).containsExactly(buffer(2, "b"));
        assertThat(list.unreadable()).hasSize(1);
    }

    @Test
    void randomNamesForgeNothing() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 3000; round++) {
            List<BufferInfo> buffers = new ArrayList<>();
            int count = random.nextInt(6);
            for (int inode = 1; inode <= count; inode++) {
                buffers.add(random(inode, random));
            }
            String text = text(buffers);

            assertThat(parse(text)).as("round %d: %s", round, text).isEqualTo(new Bufinfo(buffers, List.of()));
        }
    }

    private static BufferInfo random(long inode, Random random) {
        BufferFence[] fences = random.ints(random.nextInt(3), 0, 2)
                .mapToObj(kind -> kind == 0 ? WRITE : READ)
                .toArray(BufferFence[]::new);
        List<String> devices =
                random.ints(random.nextInt(3), 0, 9).mapToObj(n -> "dev:" + n).toList();
        return buffer(inode, EvilNames.next(random), devices, fences);
    }

    @ParameterizedTest
    @CsvSource({"0, vgem", "2, vgem", "1, ''", "1, vgem vkms"})
    void aBufferWhoseDevicesAreNotAsManyAsToldIsReported(int told, String devices) {
        String wrong = rows(buffer(2, "x", List.of()))
                .replace("Devices:\n", "Devices:\n" + devices.replaceAll("(\\S+) ?", "\t$1\n"))
                .replace("Total 0", "Total " + told);
        String text = HEADER + rows(buffer(1, "a")) + wrong + rows(buffer(3, "c")) + "\nTotal 3 objects, 24576 bytes\n";

        assertOnlyTheSecondIsUnreadable(text, "00008192\t00080002");
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
                "'\tAttached Devices:\n' | ''",
                "00008192 | 99999999999999999999"
            })
    void aRowThatMakesNoSenseIsReported(String right, String wrong) {
        String rows = rows(buffer(2, "x"));
        assertThat(rows).contains(right);
        String text = HEADER + rows(buffer(1, "a")) + rows.replace(right, wrong) + rows(buffer(3, "c"))
                + "\nTotal 3 objects, 24576 bytes\n";

        assertOnlyTheSecondIsUnreadable(text, "");
    }

    /** Else it would be read as the name of the buffer before, with all its lines. */
    @Test
    void aRowThatBeginsOtherwiseIsNotTakenForAName() {
        String text = HEADER + rows(buffer(1, "a")) + "x" + rows(buffer(2, "b")) + rows(buffer(3, "c"))
                + "\nTotal 3 objects, 24576 bytes\n";

        Bufinfo list = parse(text);

        assertThat(list.buffers()).containsExactly(buffer(3, "c"));
        assertThat(list.unreadable()).singleElement().satisfies(unreadable -> {
            assertThat(unreadable.entry()).startsWith("00004096\t00080002\t4a4e001f\t00000002\tsystem\t00000001\ta");
            assertThat(unreadable.reason()).isEqualTo("these lines of bufinfo make no sense");
        });
    }

    @Test
    void aNumberOfDevicesThatIsNoneIsReported() {
        String text = text(buffer(1, "a")).replace("Total 0", "Total 99999999999");

        assertThat(parse(text).buffers()).isEmpty();
        assertThat(parse(text).unreadable()).hasSize(1);
    }

    @Test
    void aTextThatBreaksOffIsReportedWhereverItDoes() {
        List<BufferInfo> all = List.of(buffer(1, "a", List.of("vgem"), READ), buffer(2, "b"), buffer(3, "c"));
        String text = text(all);
        for (int length = HEADER.length(); length < text.length(); length++) {
            Bufinfo list = parse(text.substring(0, length));

            assertThat(list.buffers())
                    .as("with %d characters", length)
                    .isEqualTo(all.subList(0, list.buffers().size()));
            assertThat(list.unreadable())
                    .as("with %d characters", length)
                    .singleElement()
                    .extracting(Unreadable::reason)
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
        assertThat(list.unreadable())
                .containsExactly(new Unreadable(totals, "the totals of bufinfo are not those of its rows"));
    }

    private static void assertOnlyTheSecondIsUnreadable(String text, String entry) {
        Bufinfo list = parse(text);

        assertThat(list.buffers()).containsExactly(buffer(1, "a"), buffer(3, "c"));
        assertThat(list.unreadable()).singleElement().satisfies(unreadable -> {
            assertThat(unreadable.entry()).startsWith(entry).hasSizeLessThanOrEqualTo(60);
            assertThat(unreadable.reason()).isEqualTo("these lines of bufinfo make no sense");
        });
    }
}
