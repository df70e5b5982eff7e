// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a list is read is tested in {@link BufinfoTest}. */
@ExtendWith(UnchangedDescriptors.class)
class DebugfsStatsTest {
    private static final String HEADER =
            "\nDma-buf Objects:\nsize    \tflags   \tmode    \tcount   \texp_name\tino     \tname\n";
    private static final String ROWS = """
        00004096\t00080002\t4a4e001f\t00000001\tsystem\t00000009\tcamera-ö
        \tAttached Devices:
        \tvgem
        Total 1 devices attached

        """;
    private static final String TOTALS = "\nTotal 1 objects, 4096 bytes\n";

    @TempDir
    Path directory;

    private final List<DebugfsStats> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(DebugfsStats::close);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("bufinfo"), text);
    }

    private DebugfsStats open(Path file) throws DmaBufException {
        DebugfsStats stats = DebugfsStats.open(file);
        opened.add(stats);
        return stats;
    }

    @Test
    void buffersAreReadWithTheirDevices() throws IOException {
        DebugfsStats stats = open(file(HEADER + ROWS + TOTALS));

        SourceReading reading = stats.read();

        assertThat(reading.buffers())
                .containsExactly(new BufferInfo(
                        9,
                        OptionalLong.of(4096),
                        Optional.of("system"),
                        Optional.of("camera-ö"),
                        OptionalLong.of(1),
                        List.of(),
                        List.of(Attachment.named("vgem")),
                        List.of()));
        assertThat(reading.capabilities())
                .containsExactlyInAnyOrder(
                        StatsCapability.ALL_BUFFERS,
                        StatsCapability.SIZE_AND_EXPORTER,
                        StatsCapability.NAME,
                        StatsCapability.REFERENCES,
                        StatsCapability.DEVICES,
                        StatsCapability.FENCES);
        assertThat(reading.gone()).isZero();
        assertThat(reading.unreadable()).isEmpty();
        assertThat(reading.notes()).isEmpty();
        assertThat(stats.inodes()).containsExactly(9L);
        assertThat(stats.name()).isEqualTo("debugfs");
    }

    @Test
    void eachReadingIsOfTheListAsItIsThen() throws IOException {
        DebugfsStats stats = open(file(HEADER + ROWS + TOTALS));
        file(HEADER + "\nTotal 0 objects, 0 bytes\n");

        assertThat(stats.read().buffers()).isEmpty();
        assertThat(stats.inodes()).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsInTheReading() throws IOException {
        SourceReading reading = open(file(HEADER + ROWS + "00004096\t")).read();

        assertThat(reading.buffers()).hasSize(1);
        assertThat(reading.unreadable())
                .containsExactly(new Unreadable("00004096", "bufinfo breaks off here, before its totals"));
    }

    @Test
    void aListOfManyPagesIsReadWhole() throws IOException {
        String rows = IntStream.rangeClosed(1, 2000)
                .mapToObj(inode -> ROWS.replaceFirst("\t0000\\d{4}\t(?=camera)", "\t0000%04d\t".formatted(inode)))
                .collect(Collectors.joining());

        SourceReading reading = open(file(HEADER + rows + "\nTotal 2000 objects, 8192000 bytes\n"))
                .read();

        assertThat(reading.buffers()).hasSize(2000);
        assertThat(reading.unreadable()).isEmpty();
    }

    @Test
    void aNameThatIsNoUtf8CostsNothingElse() throws IOException {
        byte[] text = (HEADER + ROWS + TOTALS).replace("ö", "\u007f").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length; i++) {
            text[i] = text[i] == 0x7f ? (byte) 0xff : text[i];
        }
        Path file = Files.write(directory.resolve("bufinfo"), text);

        assertThat(open(file).read().buffers())
                .singleElement()
                .satisfies(buffer -> assertThat(buffer.name()).hasValue("camera-\udcff"));
    }

    @Test
    void withoutAListOpenSaysWhatToDo() {
        Path missing = directory.resolve("bufinfo");

        assertThatThrownBy(() -> open(missing))
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageStartingWith("open on " + missing + " failed: ENOENT (2)")
                .hasMessageEndingWith("; is debugfs mounted? mount -t debugfs debugfs /sys/kernel/debug");
    }

    @Test
    void aDirectoryInItsPlaceIsAnError() throws IOException {
        assertThatThrownBy(open(directory)::read)
                .isExactlyInstanceOf(DmaBufException.class)
                .hasMessageStartingWith("read on " + directory + " failed: EISDIR (21)");
    }

    /** Else it would be the one source that lists all buffers, and say that there are none. */
    @Test
    void aListOfAnOlderKernelIsNoSource() throws IOException {
        Path file = file(HEADER.replaceFirst("\tino *\tname", "") + ROWS + TOTALS);

        assertThatThrownBy(open(file)::read)
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessage("read on " + file + " failed: it does not begin like the list of Linux 5.3 and later");
    }

    @Test
    void aListThatIsGoneBeforeTheFirstReadingIsAnErrorOfThat() throws IOException {
        Path file = file(HEADER + TOTALS);
        DebugfsStats stats = open(file);
        Files.delete(file);

        assertThatThrownBy(stats::read)
                .isInstanceOfSatisfying(
                        DmaBufException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(LibC.ENOENT()));
        assertThatThrownBy(stats::inodes).isInstanceOf(DmaBufException.class);
    }
}
