// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.SysfsTree;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On trees like the kernel's, made of files; rows are those of the conformance cases. */
@ExtendWith(UnchangedDescriptors.class)
class SysfsStatsTest {
    @TempDir
    Path root;

    private Path buffer(String entry, String size, String exporter) throws IOException {
        return SysfsTree.entry(root, entry, size, exporter);
    }

    private Path buffer(long inode) throws IOException {
        return buffer(Long.toUnsignedString(inode), "4096\n", "system\n");
    }

    private static Path attachment(Path buffer, String uid, String device, String counter) throws IOException {
        return SysfsTree.attachment(buffer, uid, device, counter);
    }

    private SysfsStats stats() throws IOException {
        return SysfsStats.open(root);
    }

    @Test
    void row21_tenBuffersOfOneExporter() throws IOException {
        for (long inode = 1; inode <= 10; inode++) {
            buffer(inode);
        }

        SysfsSnapshot snapshot = stats().snapshot();

        assertThat(snapshot.buffers())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 10)
                        .mapToObj(inode -> new SysfsBufferStats(inode, 4096, "system", List.of()))
                        .toList());
        assertThat(snapshot.sizeByExporter()).containsExactly(entry("system", 40_960L));
        assertThat(snapshot.totalSize()).isEqualTo(40_960);
        assertThat(snapshot.gone()).isZero();
        assertThat(snapshot.unreadable()).isEmpty();
    }

    @Test
    void row23_anEntryThatVanishesIsCountedAsGone() throws IOException {
        buffer(1);
        Files.delete(buffer(2).resolve("size"));
        Files.delete(buffer(3).resolve("exporter_name"));
        Files.createDirectory(root.resolve("4"));
        buffer(5);

        SysfsSnapshot snapshot = stats().snapshot();

        assertThat(snapshot.buffers()).extracting(SysfsBufferStats::inode).containsExactly(1L, 5L);
        assertThat(snapshot.totalSize()).isEqualTo(8192);
        assertThat(snapshot.gone()).isEqualTo(3);
        assertThat(snapshot.unreadable()).isEmpty();
    }

    @Test
    void row23_anUnreadableEntryIsReported() throws IOException {
        Path size = buffer(2).resolve("size");
        Files.delete(size);
        Files.createDirectory(size);

        assertOnlyThisIsUnreadable("2", "EISDIR (21)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "x", "4096 bytes", "-4096", "+4096", "4096.0", "0x1000", "99999999999999999999"})
    void row23_aSizeThatIsNoNumberIsReported(String size) throws IOException {
        buffer("2", size, "system\n");

        assertOnlyThisIsUnreadable("2", "/2/size failed: it holds \"" + size.strip() + "\", which is not a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void row23_anEmptyExporterIsReported(String exporter) throws IOException {
        buffer("2", "4096\n", exporter);

        assertOnlyThisIsUnreadable("2", "/2/exporter_name failed: it is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5", "007", "-1", "5 ", "five", "0x5", "18446744073709551616"})
    void row23_anEntryWhoseNameIsNoInodeIsReported(String name) throws IOException {
        buffer(name, "4096\n", "system\n");

        String shown = TerminalEscape.of(name);
        assertOnlyThisIsUnreadable(shown, "/" + shown + " failed: its name is not an inode");
    }

    @Test
    void row23_anEntryThatIsNoFolderIsReported() throws IOException {
        Files.writeString(root.resolve("2"), "4096\n");

        assertOnlyThisIsUnreadable("2", "ENOTDIR (20)");
    }

    /** Beside it are two buffers, before and after it in any order of listing. */
    private void assertOnlyThisIsUnreadable(String entry, String reason) throws IOException {
        buffer(1);
        buffer("3", "8192\n", "reserved\n");

        SysfsSnapshot snapshot = stats().snapshot();

        assertThat(snapshot.unreadable()).singleElement().satisfies(unreadable -> {
            assertThat(unreadable.entry()).isEqualTo(entry);
            assertThat(unreadable.reason()).contains(reason);
        });
        assertThat(snapshot.gone()).isZero();
        assertThat(snapshot.buffers()).extracting(SysfsBufferStats::inode).containsExactly(1L, 3L);
        assertThat(snapshot.totalSize()).isEqualTo(12_288);
        assertThat(snapshot.sizeByExporter()).containsExactly(entry("reserved", 8192L), entry("system", 4096L));
    }

    @Test
    void row23_allUnreadableEntriesAreReported() throws IOException {
        buffer("2", "", "system\n");
        buffer("1", "x", "system\n");
        buffer("none", "4096\n", "system\n");

        assertThat(stats().snapshot().unreadable())
                .extracting(Unreadable::entry)
                .containsExactly("1", "2", "none");
    }

    @Test
    void anEmptyFolderHasNoBuffers() throws IOException {
        SysfsSnapshot snapshot = stats().snapshot();

        assertThat(snapshot).isEqualTo(new SysfsSnapshot(List.of(), 0, List.of()));
        assertThat(snapshot.totalSize()).isZero();
        assertThat(snapshot.sizeByExporter()).isEmpty();
    }

    @Test
    void inodesAreUnsignedAndSortedSo() throws IOException {
        buffer("18446744073709551615", "4096\n", "system\n");
        buffer("9223372036854775808", "4096\n", "system\n");
        buffer("10", "4096\n", "system\n");
        buffer("9", "4096\n", "system\n");

        assertThat(stats().snapshot().buffers())
                .extracting(SysfsBufferStats::inode)
                .containsExactly(9L, 10L, Long.MIN_VALUE, -1L);
        assertThat(stats().find(-1)).hasValue(new SysfsBufferStats(-1, 4096, "system", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"my exporter", " system", "a\tb", "a\u001b[31mb", "a\nb", "speicher-ä"})
    void anExportersNameIsToldAsItIs(String exporter) throws IOException {
        buffer("7", "4096\n", exporter + "\n");

        assertThat(stats().find(7)).hasValue(new SysfsBufferStats(7, 4096, exporter, List.of()));
    }

    @Test
    void theLineEndMayBeMissing() throws IOException {
        buffer("7", "9223372036854775807", "system");

        assertThat(stats().find(7)).hasValue(new SysfsBufferStats(7, Long.MAX_VALUE, "system", List.of()));
    }

    @Test
    void sizesAreAddedByExporter() throws IOException {
        buffer("1", "4096\n", "system\n");
        buffer("2", "65536\n", "reserved\n");
        buffer("3", "1048576\n", "system\n");

        SysfsSnapshot snapshot = stats().snapshot();

        assertThat(snapshot.sizeByExporter()).containsExactly(entry("reserved", 65_536L), entry("system", 1_052_672L));
        assertThat(snapshot.totalSize()).isEqualTo(1_118_208);
    }

    @Test
    void aBufferThatIsNotThereIsNotFound() throws IOException {
        buffer(1);

        assertThat(stats().find(2)).isEmpty();
    }

    /** They have opened and loaded what a look-up needs. */
    private SysfsStats statsThatFoundBuffer1() throws IOException {
        buffer(1);
        SysfsStats stats = stats();
        assertThat(stats.find(1)).isPresent();
        return stats;
    }

    /** One is that of the folder itself. */
    @Test
    @SuppressWarnings("try") // it is there to be closed
    void oneDescriptorForTheFilesOfAnEntryIsEnough() throws IOException {
        SysfsStats stats = statsThatFoundBuffer1();

        try (DescriptorLimit limit = DescriptorLimit.leaving(2)) {
            assertThat(stats.find(1)).hasValue(new SysfsBufferStats(1, 4096, "system", List.of()));
            assertThat(stats.snapshot().buffers()).hasSize(1);
        }
    }

    @Test
    @SuppressWarnings("try") // it is there to be closed
    void withoutADescriptorForItAFileCannotBeRead() throws IOException {
        SysfsStats stats = statsThatFoundBuffer1();
        DmaBufException failure;
        try (DescriptorLimit limit = DescriptorLimit.leaving(1)) {
            failure = catchThrowableOfType(DmaBufException.class, () -> stats.find(1));
        }
        assertThat(failure.errno()).isEqualTo(LibC.EMFILE());
        assertThat(failure).hasMessageContaining("/1/exporter_name");
    }

    @Test
    void aBufferThatMakesNoSenseIsNotFoundButAnError() throws IOException {
        buffer("2", "x", "system\n");
        SysfsStats stats = stats();

        assertThatThrownBy(() -> stats.find(2))
                .isInstanceOf(DmaBufException.class)
                .hasMessage("read on " + root + "/2/size failed: it holds \"x\", which is not a number");
    }

    @Test
    void attachmentsTellTheirDeviceAndItsMappings() throws IOException {
        Path buffer = buffer(7);
        attachment(buffer, "0", "../../../../../../devices/platform/vgem", "1\n");
        attachment(buffer, "1", "../../../../devices/pci0000:00/0000:00:02.0", "0\n");

        assertThat(stats().find(7).orElseThrow().attachments())
                .containsExactly(
                        new SysfsAttachmentStats(0, "vgem", 1), new SysfsAttachmentStats(1, "0000:00:02.0", 0));
    }

    @Test
    void attachmentsAreSortedByNumber() throws IOException {
        Path buffer = buffer(7);
        for (int uid = 12; uid >= 0; uid--) {
            attachment(buffer, String.valueOf(uid), "../devices/d" + uid, uid + "\n");
        }

        assertThat(stats().find(7).orElseThrow().attachments())
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 12)
                        .mapToObj(uid -> new SysfsAttachmentStats(uid, "d" + uid, uid))
                        .toList());
    }

    @Test
    void anAttachmentThatVanishesIsLeftOut() throws IOException {
        Path buffer = buffer(7);
        Files.delete(attachment(buffer, "1", "../devices/b", "1\n").resolve("map_counter"));
        attachment(buffer, "2", "../devices/c", "3\n");

        assertThat(stats().find(7).orElseThrow().attachments()).containsExactly(new SysfsAttachmentStats(2, "c", 3));
    }

    @Test
    void anAttachmentWhoseDeviceIsNotInSysfsIsNotLost() throws IOException {
        Path buffer = buffer(7);
        Files.delete(attachment(buffer, "0", "../devices/a", "1\n").resolve("device"));

        assertThat(stats().find(7).orElseThrow().attachments()).containsExactly(new SysfsAttachmentStats(0, "", 1));
    }

    /** What cannot be listed there would be reported. */
    @Test
    void attachmentsThatNobodyWantsAreNotLookedFor() throws IOException {
        Files.createFile(buffer(7).resolve("attachments"));
        SysfsStats stats = stats().withoutAttachments();
        SysfsBufferStats expected = new SysfsBufferStats(7, 4096, "system", List.of());

        assertThat(stats.find(7)).contains(expected);
        SysfsSnapshot snapshot = stats.snapshot();
        assertThat(snapshot).isEqualTo(new SysfsSnapshot(List.of(expected), 0, List.of()));
        assertThat(stats.refresh()).isEqualTo(snapshot);
        assertThat(stats.read().capabilities())
                .containsExactlyInAnyOrder(StatsCapability.ALL_BUFFERS, StatsCapability.SIZE_AND_EXPORTER);
    }

    @Test
    void aFolderOfNoAttachmentsHasNone() throws IOException {
        Files.createDirectory(buffer(7).resolve("attachments"));

        assertThat(stats().find(7).orElseThrow().attachments()).isEmpty();
    }

    /** The last of them is 0 in the lowest 32 bits. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "4294967296"})
    void aCounterThatMakesNoSenseIsReported(String counter) throws IOException {
        attachment(buffer(2), "0", "../devices/vgem", counter + "\n");

        assertOnlyThisIsUnreadable("2", "/2/attachments/0/map_counter failed: it holds \"" + counter + "\"");
    }

    /** The last of them is 0 in the lowest 32 bits. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "4294967296"})
    void anAttachmentWhoseNameIsNoNumberIsReported(String uid) throws IOException {
        attachment(buffer(2), uid, "../devices/vgem", "1\n");

        assertOnlyThisIsUnreadable("2", "/2/attachments/" + uid + " failed: it holds \"" + uid + "\"");
    }

    @Test
    void f31_theReasonWhyAttachmentsCannotBeListedIsSaid() throws IOException {
        Path attachments = Files.createFile(buffer(2).resolve("attachments"));
        SysfsStats stats = stats();

        assertThatThrownBy(() -> stats.find(2))
                .isInstanceOf(DmaBufException.class)
                .hasFieldOrPropertyWithValue("errno", LibC.ENOTDIR())
                .hasMessage("readdir on " + attachments + " failed: " + ErrorNumber.describe(LibC.ENOTDIR()));
    }

    @Test
    void anAttachmentsErrorIsSaidOnceAndWithItsNumber() throws IOException {
        Path counter = attachment(buffer(2), "0", "../devices/vgem", "1\n").resolve("map_counter");
        Files.delete(counter);
        Files.createDirectory(counter);
        SysfsStats stats = stats();

        assertThatThrownBy(() -> stats.find(2))
                .isInstanceOfSatisfying(
                        DmaBufException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(LibC.EISDIR()))
                .hasMessageStartingWith("read on " + counter + " failed: EISDIR (21)");
    }

    @Test
    void f31_theReasonWhyADeviceCannotBeReadIsSaid() throws IOException {
        Path device = attachment(buffer(2), "0", "../devices/vgem", "1\n").resolve("device");
        Files.delete(device);
        Files.createFile(device);
        SysfsStats stats = stats();

        assertThatThrownBy(() -> stats.find(2))
                .isInstanceOf(DmaBufException.class)
                .hasFieldOrPropertyWithValue("errno", LibC.EINVAL())
                .hasMessage("readlink on " + device + " failed: " + ErrorNumber.describe(LibC.EINVAL()));
    }

    /** Before, whatever hid the directory was taken for a kernel without statistics. */
    @Test
    void f31_aDirectoryThatCannotBeOpenedIsNotAMissingOne() throws IOException {
        Path loop = root.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertThatThrownBy(() -> SysfsStats.open(loop))
                .isExactlyInstanceOf(DmaBufException.class)
                .hasMessage("open on " + loop + " failed: " + ErrorNumber.describe(LibC.ELOOP()));
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> SysfsStats.open(file))
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageStartingWith("open on " + file + " failed: " + ErrorNumber.describe(LibC.ENOTDIR()));
    }

    /** What reads it again finds that it makes no sense. */
    private void poison(long inode) throws IOException {
        Path folder = root.resolve(Long.toUnsignedString(inode));
        Files.writeString(folder.resolve("size"), "poison");
        Files.delete(folder.resolve("exporter_name"));
        Files.createDirectory(folder.resolve("exporter_name"));
    }

    @Test
    void aRefreshReadsNewEntriesAlone() throws IOException {
        buffer(1);
        Files.createDirectory(buffer(2).resolve("attachments"));
        SysfsStats stats = stats();
        SysfsStats fewer = stats.withoutAttachments();
        SysfsSnapshot earlier = stats.snapshot();
        assertThat(fewer.snapshot()).isEqualTo(earlier);
        poison(1);
        Files.delete(root.resolve("2/size"));
        buffer("3", "8192\n", "reserved\n");

        SysfsBufferStats added = new SysfsBufferStats(3, 8192, "reserved", List.of());
        List<SysfsBufferStats> all =
                List.of(earlier.buffers().get(0), earlier.buffers().get(1), added);
        assertThat(stats.refresh()).isEqualTo(new SysfsSnapshot(all, 0, List.of()));
        assertThat(fewer.refresh()).isEqualTo(new SysfsSnapshot(all, 0, List.of()));
    }

    @Test
    void aRefreshLeavesOutWhatIsGone() throws IOException {
        for (long inode = 1; inode <= 3; inode++) {
            buffer(inode);
        }
        SysfsStats stats = stats();
        SysfsStats fewer = stats.withoutAttachments();
        SysfsSnapshot earlier = stats.snapshot();
        assertThat(fewer.snapshot()).isEqualTo(earlier);
        for (String file : List.of("2/size", "2/exporter_name", "2")) {
            Files.delete(root.resolve(file));
        }

        SysfsSnapshot refreshed = stats.refresh();

        assertThat(refreshed.buffers()).extracting(SysfsBufferStats::inode).containsExactly(1L, 3L);
        assertThat(refreshed.gone()).as("gone before the reading").isZero();
        assertThat(fewer.refresh()).isEqualTo(refreshed);
    }

    @Test
    void aRefreshReadsAgainWhatCouldNotBeRead() throws IOException {
        Path late = buffer("2", "x", "system\n");
        buffer("1", "", "system\n");
        SysfsStats stats = stats();
        SysfsStats fewer = stats.withoutAttachments();
        SysfsSnapshot earlier = stats.snapshot();
        assertThat(fewer.snapshot()).isEqualTo(earlier);
        assertThat(earlier.unreadable()).hasSize(2);
        Files.writeString(late.resolve("size"), "4096\n");

        SysfsSnapshot refreshed = stats.refresh();

        assertThat(refreshed.buffers()).containsExactly(new SysfsBufferStats(2, 4096, "system", List.of()));
        assertThat(refreshed.unreadable()).extracting(Unreadable::entry).containsExactly("1");
        assertThat(fewer.refresh()).isEqualTo(refreshed);
    }

    @Test
    void aRefreshReadsAgainWhatWasGoneTooEarly() throws IOException {
        Path late = Files.createDirectory(root.resolve("5"));
        SysfsStats stats = stats();
        SysfsSnapshot earlier = stats.snapshot();
        assertThat(earlier.gone()).isOne();
        Files.writeString(late.resolve("size"), "4096\n");
        Files.writeString(late.resolve("exporter_name"), "system\n");

        assertThat(stats.refresh().buffers()).hasSize(1);
    }

    @Test
    void aRefreshSortsNewEntriesAmongTheKnown() throws IOException {
        buffer("18446744073709551615", "4096\n", "system\n");
        buffer(10);
        SysfsStats stats = stats();
        assertThat(stats.snapshot().buffers()).isNotEmpty();
        buffer("9223372036854775808", "4096\n", "system\n");
        buffer(9);

        assertThat(stats.refresh().buffers())
                .extracting(SysfsBufferStats::inode)
                .containsExactly(9L, 10L, Long.MIN_VALUE, -1L);
    }

    @Test
    void aRefreshOfAViewWithoutAttachmentsReadsNone() throws IOException {
        Path buffer = buffer(7);
        attachment(buffer, "0", "../devices/vgem", "1\n");
        SysfsStats fewer = stats().withoutAttachments();
        SysfsSnapshot earlier = fewer.snapshot();
        attachment(buffer, "1", "../devices/vkms", "2\n");

        assertThat(fewer.refresh()).isEqualTo(earlier);
        assertThat(earlier.buffers()).containsExactly(new SysfsBufferStats(7, 4096, "system", List.of()));
    }

    @Test
    void aRefreshWithAttachmentsReadsThoseAgain() throws IOException {
        Path buffer = buffer(7);
        Path first = attachment(buffer, "0", "../devices/vgem", "1\n");
        Files.createDirectory(buffer(8).resolve("attachments"));
        SysfsStats stats = stats();
        assertThat(stats.snapshot().buffers()).isNotEmpty();
        poison(7);
        poison(8);
        Files.delete(first.resolve("map_counter"));
        attachment(buffer, "1", "../devices/vkms", "2\n");
        attachment(root.resolve("8"), "0", "../devices/vgem", "3\n");

        assertThat(stats.refresh().buffers())
                .containsExactly(
                        new SysfsBufferStats(7, 4096, "system", List.of(new SysfsAttachmentStats(1, "vkms", 2))),
                        new SysfsBufferStats(8, 4096, "system", List.of(new SysfsAttachmentStats(0, "vgem", 3))));
    }

    /** A kernel reports those of all buffers, or of none: what cannot be listed there would be reported. */
    @Test
    void whereTheKernelDoesNotTellAttachmentsTheyAreLookedForOnce() throws IOException {
        Path buffer = buffer(7);
        SysfsStats stats = stats();
        SysfsSnapshot earlier = stats.snapshot();
        Files.createFile(buffer.resolve("attachments"));

        assertThat(stats.refresh()).isEqualTo(earlier);
        buffer(8);
        assertThat(stats.refresh().buffers())
                .hasSize(2)
                .contains(earlier.buffers().get(0));
        assertThat(stats().refresh().unreadable()).hasSize(1);
    }

    @Test
    void aRefreshWithoutASnapshotBeforeReadsAll() throws IOException {
        attachment(buffer(7), "0", "../devices/vgem", "1\n");

        assertThat(stats().refresh()).isEqualTo(stats().snapshot());
        assertThat(stats().refresh().buffers().get(0).attachments())
                .containsExactly(new SysfsAttachmentStats(0, "vgem", 1));
    }

    @Test
    void eachRefreshStartsFromTheOneBefore() throws IOException {
        SysfsStats stats = stats();
        assertThat(stats.refresh().buffers()).isEmpty();
        buffer(1);
        SysfsSnapshot second = stats.refresh();
        poison(1);

        assertThat(stats.refresh()).isEqualTo(second);
        assertThat(second.buffers()).hasSize(1);
    }

    @Test
    void aRefreshWithAttachmentsReportsThoseThatCannotBeRead() throws IOException {
        Path buffer = buffer(7);
        Path attachment = attachment(buffer, "0", "../devices/vgem", "1\n");
        SysfsStats stats = stats();
        assertThat(stats.snapshot().buffers()).isNotEmpty();
        Files.writeString(attachment.resolve("map_counter"), "x");

        SysfsSnapshot refreshed = stats.refresh();

        assertThat(refreshed.buffers()).isEmpty();
        assertThat(refreshed.unreadable()).extracting(Unreadable::entry).containsExactly("7");
    }

    @Test
    void aRefreshOfAFolderThatIsGoneIsAnError() throws IOException {
        SysfsStats stats = SysfsStats.open(Files.createDirectory(root.resolve("buffers")));
        SysfsStats fewer = stats.withoutAttachments();
        assertThat(stats.snapshot()).isEqualTo(fewer.snapshot());
        Files.delete(root.resolve("buffers"));

        assertThatThrownBy(stats::refresh).isInstanceOf(DmaBufException.class);
        assertThatThrownBy(fewer::refresh).isInstanceOf(DmaBufException.class);
        assertThatThrownBy(stats::inodes).isInstanceOf(DmaBufException.class);
        assertThatThrownBy(stats::read).isInstanceOf(DmaBufException.class);
    }

    @Test
    void asASourceItTellsSizeAndExporterOfAll() throws IOException {
        buffer(1);
        Files.delete(buffer(2).resolve("size"));
        buffer("3", "x", "system\n");

        SourceReading reading = stats().read();

        assertThat(stats().name()).isEqualTo("sysfs");
        assertThat(reading.capabilities())
                .containsExactlyInAnyOrder(StatsCapability.ALL_BUFFERS, StatsCapability.SIZE_AND_EXPORTER);
        assertThat(reading.buffers())
                .containsExactly(new BufferInfo(
                        1,
                        OptionalLong.of(4096),
                        Optional.of("system"),
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of(),
                        List.of(),
                        List.of()));
        assertThat(reading.gone()).isOne();
        assertThat(reading.unreadable()).extracting(Unreadable::entry).containsExactly("3");
    }

    @Test
    void asASourceItTellsDevicesWhereTheKernelDoes() throws IOException {
        attachment(buffer(1), "4", "../devices/vgem", "2\n");

        SourceReading reading = stats().read();

        assertThat(reading.capabilities()).contains(StatsCapability.DEVICES, StatsCapability.MAP_COUNTERS);
        assertThat(reading.buffers().get(0).attachments())
                .containsExactly(new Attachment("vgem", OptionalLong.of(4), OptionalLong.of(2)));
    }

    @Test
    void asASourceItTellsThatThereAreNoDevicesWhereTheKernelTellsThem() throws IOException {
        Files.createDirectory(buffer(1).resolve("attachments"));

        assertThat(stats().read().capabilities()).contains(StatsCapability.DEVICES, StatsCapability.MAP_COUNTERS);
    }

    @Test
    void eachReadingStartsFromTheOneBefore() throws IOException {
        SysfsStats source = stats();
        assertThat(source.read().buffers()).isEmpty();
        Path first = buffer(1);
        SourceReading second = source.read();
        poison(1);
        buffer(2);

        SourceReading third = source.read();

        assertThat(third.buffers()).extracting(BufferInfo::inode).containsExactly(1L, 2L);
        assertThat(third.buffers().get(0)).isEqualTo(second.buffers().get(0));
        assertThat(third.unreadable()).isEmpty();
        Files.delete(first.resolve("size"));
        Files.delete(first.resolve("exporter_name"));
        Files.delete(first);
        assertThat(source.read().buffers()).extracting(BufferInfo::inode).containsExactly(2L);
    }

    @Test
    void attachmentsAreReadAtEachReading() throws IOException {
        Path buffer = buffer(1);
        Files.createDirectory(buffer.resolve("attachments"));
        SysfsStats source = stats();
        assertThat(source.read().buffers().get(0).attachments()).isEmpty();
        attachment(buffer, "0", "../devices/vgem", "1\n");

        SourceReading reading = source.read();

        assertThat(reading.capabilities()).contains(StatsCapability.DEVICES, StatsCapability.MAP_COUNTERS);
        assertThat(reading.buffers().get(0).attachments())
                .isEqualTo(List.of(new Attachment("vgem", OptionalLong.of(0), OptionalLong.of(1))));
    }

    @Test
    void itIsTheSourceSysfs() throws IOException {
        buffer(7);

        assertThat(stats().name()).isEqualTo("sysfs");
        assertThat(stats().inodes()).containsExactly(7L);
    }

    @Test
    void inodesAreListedWithoutReadingTheEntries() throws IOException {
        buffer(1);
        Files.createDirectory(root.resolve("18446744073709551615"));
        Files.createDirectory(root.resolve("x"));
        Files.createDirectory(root.resolve("007"));

        assertThat(stats().inodes()).containsExactlyInAnyOrder(1L, -1L);
    }

    @Test
    void withoutStatisticsOpenSaysWhatTheKernelNeeds() {
        Path missing = root.resolve("missing");

        assertThatThrownBy(() -> SysfsStats.open(missing))
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageStartingWith("open on " + missing + " failed: ENOENT (2), ")
                .hasMessageContaining("CONFIG_DMABUF_SYSFS_STATS=y")
                .hasMessageContaining("Linux 7.0 removed them");
    }

    @Test
    void aSnapshotOfAFolderThatIsGoneIsAnError() throws IOException {
        SysfsStats stats = SysfsStats.open(Files.createDirectory(root.resolve("buffers")));
        Files.delete(root.resolve("buffers"));

        assertThatThrownBy(stats::snapshot)
                .isInstanceOf(DmaBufException.class)
                .hasMessageStartingWith("readdir on " + root.resolve("buffers") + " failed: ");
    }

    @Test
    void aSnapshotCannotBeChanged() throws IOException {
        buffer(1);
        SysfsSnapshot snapshot = stats().snapshot();

        assertThatThrownBy(() -> snapshot.buffers().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> snapshot.unreadable().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> snapshot.buffers().get(0).attachments().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
