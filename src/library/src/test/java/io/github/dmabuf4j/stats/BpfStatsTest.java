// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.internal.bpf.IteratorProgram;
import io.github.dmabuf4j.internal.bpf.MemoryIterators;
import io.github.dmabuf4j.internal.bpf.Records;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.support.BufferBuilder;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** On passes that are built by hand. */
@ExtendWith(UnchangedDescriptors.class)
class BpfStatsTest {
    /** In the kernel's memory for one read there is no room for more buffers. */
    private static final int FULL = (int) (8 * Machine.pageBytes() / 56);

    /** In the value of a buffer. */
    private static final int DEVICES_UNREAD = 0x10000;

    private static final Set<StatsCapability> OF_ALL = Set.of(
            StatsCapability.ALL_BUFFERS,
            StatsCapability.SIZE_AND_EXPORTER,
            StatsCapability.NAME,
            StatsCapability.REFERENCES,
            StatsCapability.HOLDERS,
            StatsCapability.ALL_HOLDERS,
            StatsCapability.DEVICES,
            StatsCapability.FENCES);

    private static Records end() {
        return new Records().end(0);
    }

    private static MemoryIterators iterators(Records buffers, Records tables, Records mappings) {
        return new MemoryIterators(true)
                .with(IteratorProgram.BUFFERS, buffers)
                .with(IteratorProgram.TABLES, tables)
                .with(IteratorProgram.MAPPINGS, mappings);
    }

    private static MemoryIterators withoutBufferIterator(Records files, Records mappings) {
        return new MemoryIterators(false).with(IteratorProgram.FILES, files).with(IteratorProgram.MAPPINGS, mappings);
    }

    private static SourceReading read(MemoryIterators iterators) throws DmaBufException {
        try (BpfStats stats = new BpfStats(iterators)) {
            return stats.read();
        }
    }

    private static BufferBuilder info(long inode, long size) {
        return buffer(inode).size(size).exporter("system").references(2);
    }

    private static Holder holder(int pid, List<Integer> fds, MappedRange... mappings) {
        return new Holder(new HoldingProcess(pid, "p" + pid, 100), fds, List.of(mappings));
    }

    private static Records buffers(int number) {
        Records records = new Records();
        for (int inode = 1; inode <= number; inode++) {
            records.buffer(inode, 4096);
        }
        return records;
    }

    @Test
    void buffersAndTheirHoldersAreReported() throws DmaBufException {
        SourceReading reading = read(iterators(
                new Records()
                        .name("frame")
                        .device("vgem")
                        .fence(1, -1, 5)
                        .buffer(9, 8192, "system", 1)
                        .buffer(-1, 4096)
                        .buffer(3, 4096),
                new Records()
                        .process(20)
                        .file(9, 7)
                        .file(9, 5)
                        .process(10)
                        .file(9, 4)
                        .file(-1, 5)
                        .end(0),
                new Records().process(20).mapping(9, 1, 4096).end(0)));

        assertThat(reading.buffers())
                .containsExactly(
                        info(3, 4096).toInfo(),
                        info(9, 8192)
                                .name("frame")
                                .attached("vgem")
                                .fence(new BufferFence("write", "", "", OptionalLong.of(-1), OptionalLong.of(5), false))
                                .held(holder(10, List.of(4)))
                                .held(holder(20, List.of(5, 7), new MappedRange(Machine.pageBytes(), 4096)))
                                .toInfo(),
                        info(-1, 4096).held(holder(10, List.of(5))).toInfo());
        assertThat(reading.capabilities()).isEqualTo(OF_ALL);
        assertThat(reading.notes()).isEmpty();
        assertThat(reading.unreadable()).isEmpty();
        assertThat(reading.gone()).isZero();
    }

    @Test
    void withoutAnIteratorOverBuffersThoseThatAreHeldAreReported() throws DmaBufException {
        MemoryIterators iterators = withoutBufferIterator(
                new Records()
                        .process(20)
                        .file(9, 7)
                        .name("frame")
                        .buffer(9, 8192, "system", DEVICES_UNREAD)
                        .end(0),
                new Records()
                        .process(20)
                        .mapping(3, 0, 4096)
                        .buffer(3, 4096, "system", DEVICES_UNREAD)
                        .end(0));

        SourceReading reading = read(iterators);

        assertThat(reading.buffers())
                .containsExactly(
                        info(3, 4096)
                                .held(holder(20, List.of(), new MappedRange(0, 4096)))
                                .toInfo(),
                        info(9, 8192).name("frame").held(holder(20, List.of(7))).toInfo());
        assertThat(reading.capabilities())
                .containsExactlyInAnyOrder(
                        StatsCapability.SIZE_AND_EXPORTER,
                        StatsCapability.NAME,
                        StatsCapability.REFERENCES,
                        StatsCapability.HOLDERS,
                        StatsCapability.ALL_HOLDERS);
        assertThat(reading.unreadable()).as("devices were not asked for").isEmpty();
        assertThat(iterators.begun()).containsExactly(IteratorProgram.FILES, IteratorProgram.MAPPINGS);
    }

    @Test
    void aListThatWasCutIsNotTakenForWhole() throws DmaBufException {
        SourceReading reading = read(iterators(
                        buffers(FULL),
                        new Records().process(20).file(1, 7).file(FULL + 1, 8).end(0),
                        end())
                .with(IteratorProgram.COUNT, new Records().count(FULL + 1)));

        assertThat(reading.buffers()).as("with one that was not listed").hasSize(FULL + 1);
        assertThat(reading.buffers().get(FULL))
                .isEqualTo(buffer(FULL + 1).held(holder(20, List.of(8))).toInfo());
        assertThat(reading.capabilities())
                .containsExactlyInAnyOrder(
                        StatsCapability.NAME,
                        StatsCapability.REFERENCES,
                        StatsCapability.HOLDERS,
                        StatsCapability.ALL_HOLDERS);
        assertThat(reading.notes())
                .singleElement()
                .extracting(Note::text)
                .isEqualTo("this kernel ended its list of buffers before the last one");
        assertThat(reading.gone()).isZero();
    }

    @Test
    void whereTheBuffersCannotBeListedANoteSaysWhy() throws DmaBufException {
        MemoryIterators iterators = withoutBufferIterator(new Records().end(0), new Records().end(0))
                .without("the compiler is off");

        SourceReading reading = read(iterators);

        assertThat(reading.capabilities())
                .contains(StatsCapability.HOLDERS)
                .doesNotContain(StatsCapability.ALL_BUFFERS);
        assertThat(reading.notes())
                .extracting(Note::sentence)
                .containsExactly("the list of all buffers cannot be read by BPF: the compiler is off");
    }

    @Test
    void aKernelWithoutTheIteratorNeedsNoNote() throws DmaBufException {
        assertThat(read(withoutBufferIterator(new Records().end(0), new Records().end(0)))
                        .notes())
                .isEmpty();
    }

    @Test
    void whereTheListWasCutTheOtherSourcesAreRead() throws DmaBufException {
        MemoryIterators iterators =
                iterators(buffers(FULL), end(), end()).with(IteratorProgram.COUNT, new Records().count(FULL + 1));
        FakeSource sysfs = new FakeSource("sysfs", StatsCapability.ALL_BUFFERS, StatsCapability.SIZE_AND_EXPORTER)
                .with(buffer(FULL + 1).size(4096).exporter("system"));
        try (BpfStats bpf = new BpfStats(iterators)) {
            Snapshot snapshot = new SnapshotBuilder(SourceChoice.NEEDED, Set.of())
                    .run(List.of(LazySource.of(bpf), LazySource.of(sysfs)));

            assertThat(sysfs.reads).hasValue(1);
            assertThat(snapshot.provides(StatsCapability.ALL_BUFFERS)).isTrue();
        }
    }

    @Test
    void aFullListIsCountedAndWhole() throws DmaBufException {
        MemoryIterators iterators =
                iterators(buffers(FULL), end(), end()).with(IteratorProgram.COUNT, new Records().count(FULL));

        SourceReading reading = read(iterators);

        assertThat(reading.capabilities()).isEqualTo(OF_ALL);
        assertThat(reading.notes()).isEmpty();
        assertThat(iterators.begun()).contains(IteratorProgram.COUNT);
    }

    @Test
    void whoAsksForInodesOfAListThatWasCutGetsAnError() throws DmaBufException {
        MemoryIterators iterators =
                iterators(buffers(FULL), end(), end()).with(IteratorProgram.COUNT, new Records().count(FULL + 1));
        try (BpfStats stats = new BpfStats(iterators)) {
            assertThatThrownBy(stats::inodes)
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageContaining("this kernel ended its list of buffers before the last one");
        }
    }

    @Test
    void inodesTakeOnePass() throws DmaBufException {
        MemoryIterators iterators = iterators(buffers(3), end(), end());
        try (BpfStats stats = new BpfStats(iterators)) {
            assertThat(stats.inodes()).containsExactlyInAnyOrder(1L, 2L, 3L);
        }
        assertThat(iterators.begun()).containsExactly(IteratorProgram.BUFFERS);
    }

    @Test
    void aBufferThatIsAllocatedMeanwhileIsLookedUp() throws DmaBufException {
        MemoryIterators iterators = iterators(
                        buffers(1),
                        new Records().process(20).file(1, 7).file(2, 8).end(0),
                        end())
                .with(IteratorProgram.BUFFERS, buffers(2));

        SourceReading reading = read(iterators);

        assertThat(reading.buffers())
                .containsExactly(
                        info(1, 4096).held(holder(20, List.of(7))).toInfo(),
                        info(2, 4096).held(holder(20, List.of(8))).toInfo());
        assertThat(reading.gone()).isZero();
    }

    @Test
    void aBufferThatComesAndGoesMeanwhileIsCounted() throws DmaBufException {
        SourceReading reading =
                read(iterators(buffers(1), new Records().process(20).file(2, 8).end(0), end()));

        assertThat(reading.buffers()).containsExactly(info(1, 4096).toInfo());
        assertThat(reading.gone()).isOne();
    }

    @Test
    void aTableThatCouldNotBeReadIsReadOneByOne() throws DmaBufException {
        MemoryIterators iterators = iterators(
                        buffers(2),
                        new Records().process(20).file(1, 3).unread(20).end(0),
                        end())
                .with(
                        IteratorProgram.FILES,
                        new Records().process(20).file(2, 4).end(0));

        SourceReading reading = read(iterators);

        assertThat(reading.buffers())
                .as("without what came of the table")
                .containsExactly(
                        info(1, 4096).toInfo(),
                        info(2, 4096).held(holder(20, List.of(4))).toInfo());
        assertThat(reading.capabilities()).isEqualTo(OF_ALL);
        assertThat(iterators.begun())
                .containsExactly(
                        IteratorProgram.BUFFERS,
                        IteratorProgram.TABLES,
                        IteratorProgram.FILES,
                        IteratorProgram.MAPPINGS);
    }

    @Test
    void descriptorsThatThreadsHaveInTablesOfTheirOwnCountOnce() throws DmaBufException {
        Records tables = new Records();
        for (int thread = 20; thread < 23; thread++) {
            tables.process(20, thread, 1_000_000_000, "p20").file(1, 7).file(1, thread);
        }

        assertThat(read(iterators(buffers(1), tables.end(0), end())).buffers())
                .containsExactly(
                        info(1, 4096).held(holder(20, List.of(7, 20, 21, 22))).toInfo());
    }

    /** The kernel visits each thread if the first has ended. All have the same memory. */
    @Test
    void mappingsOfTheThreadsOfAProcessWhoseFirstThreadHasEndedCountOnce() throws DmaBufException {
        Records mappings = new Records();
        for (int thread : new int[] {21, 22, 23}) {
            mappings.process(20, thread, 1_000_000_000, "p20")
                    .mapping(1, 0, 4096)
                    .mapping(1, 0, 4096);
        }
        mappings.process(30).mapping(1, 0, 4096);

        assertThat(read(iterators(buffers(1), end(), mappings.end(0))).buffers())
                .containsExactly(info(1, 4096)
                        .held(holder(20, List.of(), new MappedRange(0, 4096), new MappedRange(0, 4096)))
                        .held(holder(30, List.of(), new MappedRange(0, 4096)))
                        .toInfo());
    }

    @Test
    void aProcessThatGotTheNumberOfAnotherIsAHolderOfItsOwn() throws DmaBufException {
        SourceReading reading = read(iterators(
                buffers(1),
                new Records().process(20, 20, 1_000_000_000, "old").file(1, 7).end(0),
                new Records()
                        .process(20, 20, 9_000_000_000L, "new")
                        .mapping(1, 0, 4096)
                        .end(0)));

        assertThat(reading.buffers().get(0).holders())
                .containsExactly(
                        new Holder(new HoldingProcess(20, "old", 100), List.of(7), List.of()),
                        new Holder(new HoldingProcess(20, "new", 900), List.of(), List.of(new MappedRange(0, 4096))));
    }

    @Test
    void aProcessThatChangedItsNameIsOneHolder() throws DmaBufException {
        SourceReading reading = read(iterators(
                buffers(1),
                new Records().process(20, 20, 1_000_000_000, "old").file(1, 7).end(0),
                new Records()
                        .process(20, 20, 1_000_000_000, "new")
                        .mapping(1, 0, 4096)
                        .end(0)));

        assertThat(reading.buffers().get(0).holders())
                .containsExactly(
                        new Holder(new HoldingProcess(20, "old", 100), List.of(7), List.of(new MappedRange(0, 4096))));
    }

    @Test
    void devicesThatCouldNotBeReadAreSaid() throws DmaBufException {
        SourceReading reading =
                read(iterators(new Records().device("a").buffer(-2, 4096, "system", DEVICES_UNREAD), end(), end()));

        assertThat(reading.buffers()).containsExactly(info(-2, 4096).toInfo());
        assertThat(reading.unreadable())
                .containsExactly(new Unreadable(
                        "inode 18446744073709551614", "its devices are too many, or changed while they were read"));
    }

    @Test
    void aPassWithoutItsEndHasNotSeenAllProcesses() throws DmaBufException {
        for (MemoryIterators iterators : List.of(
                iterators(buffers(1), new Records(), end()),
                iterators(buffers(1), end(), new Records()),
                withoutBufferIterator(end(), new Records()))) {
            assertThat(read(iterators).capabilities())
                    .contains(StatsCapability.HOLDERS)
                    .doesNotContain(StatsCapability.ALL_HOLDERS);
        }
    }

    @Test
    void aPidNamespaceDoesNotShowAllProcesses() throws DmaBufException {
        assertThat(read(iterators(buffers(1), end(), new Records().end(1))).capabilities())
                .contains(StatsCapability.HOLDERS)
                .doesNotContain(StatsCapability.ALL_HOLDERS);
    }

    @Test
    void aViewWithoutHoldersReadsTheBuffersAlone() throws DmaBufException {
        MemoryIterators iterators = iterators(buffers(2), end(), end());
        try (BpfStats stats = new BpfStats(iterators)) {
            SourceReading reading = stats.withoutHolders().read();

            assertThat(reading.buffers())
                    .containsExactly(info(1, 4096).toInfo(), info(2, 4096).toInfo());
            assertThat(reading.capabilities())
                    .contains(StatsCapability.ALL_BUFFERS)
                    .doesNotContain(StatsCapability.HOLDERS, StatsCapability.ALL_HOLDERS);
        }
        assertThat(iterators.begun()).containsExactly(IteratorProgram.BUFFERS);
    }

    @Test
    void manyBuffersAreReadInManyReads() throws DmaBufException {
        // Together as long as what the kernel gives in one read, so that no read ends within a record.
        int group = (int) (8 * Machine.pageBytes() - 40) / 16;
        Records tables = new Records();
        for (int read = 0; read < 3; read++) {
            tables.process(20 + read);
            for (int fd = 0; fd < group; fd++) {
                tables.file(1 + fd % 5, fd);
            }
            tables.count(0);
        }
        Map<Integer, Integer> expected =
                IntStream.range(0, 3).boxed().collect(Collectors.toMap(read -> 20 + read, read -> (group + 4) / 5));

        List<BufferInfo> read =
                read(iterators(buffers(5), tables.end(0), end())).buffers();

        assertThat(read).hasSize(5);
        assertThat(read.get(0).holders().stream()
                        .collect(Collectors.toMap(
                                holder -> holder.process().pid(),
                                holder -> holder.fds().size())))
                .isEqualTo(expected);
        assertThat(LongStream.of(read.stream().mapToLong(BufferInfo::inode).toArray()))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void recordsOfAnotherVersionAreAnError() throws DmaBufException {
        MemoryIterators iterators = iterators(new Records().head(2, 1, 0), end(), end());
        try (BpfStats stats = new BpfStats(iterators)) {
            assertThatThrownBy(stats::read).hasMessageContaining("another version of dmabuf4j");
        }
    }

    @Test
    void closeClosesTheIterators() {
        MemoryIterators iterators = iterators(buffers(1), end(), end());
        new BpfStats(iterators).close();

        assertThat(iterators.closed()).isOne();
    }

    @Test
    void aDirectoryWithoutPinsIsAnError(@TempDir Path directory) {
        assertThatThrownBy(() -> BpfStats.open(directory))
                .isInstanceOfSatisfying(
                        DmaBufException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT));
    }
}
