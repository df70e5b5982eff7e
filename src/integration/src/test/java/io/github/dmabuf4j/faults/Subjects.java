// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.MemfdRange;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.Udmabuf;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.share.OtherProcess;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SysfsSnapshot;
import io.github.dmabuf4j.stats.SysfsStats;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.SwSync;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The operations, and the objects that they work on. */
final class Subjects implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final int BYTES = 16 * PAGE;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Path directory;
    private final DmaHeap heap = DmaHeap.open("system");
    private final DmaHeap contiguous = DmaHeap.open(Heaps.contiguous());
    private final Udmabuf udmabuf = Udmabuf.open();
    private final DmaBuf buffer = heap.allocate(BYTES);
    private final SwSync timeline = SwSync.open();
    private final SyncFile signaled = timeline.fence(1);
    private final SyncFile pending = timeline.fence(1_000_000);
    private final OtherProcess process =
            OtherProcess.open(ProcessHandle.current().pid());
    private final SysfsStats sysfs = SysfsStats.open();
    private final MachineStats machine = MachineStats.open();
    private final int memfd;

    Subjects(Path directory) throws IOException {
        this.directory = directory;
        timeline.advance(1);
        buffer.setName("swept");
        memfd = Sys.memfdCreate("swept", LibC.MFD_CLOEXEC() | LibC.MFD_ALLOW_SEALING());
        assertThat(Sys.ftruncate(memfd, BYTES)).isZero();
        assertThat(Sys.fcntl(memfd, LibC.F_ADD_SEALS(), LibC.F_SEAL_SHRINK())).isZero();
    }

    @Override
    public void close() throws IOException {
        Sys.close(memfd);
        machine.close();
        process.close();
        pending.close();
        signaled.close();
        timeline.close();
        buffer.close();
        udmabuf.close();
        contiguous.close();
        heap.close();
    }

    List<Operation> buffers() {
        return List.of(
                Operation.plain("DmaHeap.names", DmaHeap::names),
                Operation.plain("DmaHeap.open", () -> DmaHeap.open("system").close()),
                Operation.allocation(
                        "DmaHeap.allocate", () -> heap.allocate(BYTES).close()),
                Operation.allocation(
                        "DmaHeap.allocate, CMA",
                        () -> contiguous.allocate(BYTES).close()),
                Operation.allocation(
                        "DmaHeap.allocateReadOnly",
                        () -> heap.allocateReadOnly(BYTES).close()),
                Operation.plain("Udmabuf.open", () -> Udmabuf.open().close()),
                Operation.plain(
                        "Udmabuf.allocate", () -> udmabuf.allocate(BYTES).close()),
                Operation.plain(
                        "Udmabuf.create",
                        () -> udmabuf.create(List.of(new MemfdRange(memfd, 0, BYTES)))
                                .close()),
                Operation.plain("DmaBuf.map", this::map),
                Operation.plain("DmaBuf.access", this::access),
                Operation.plain("DmaBuf.sync", () -> buffer.sync(Access.READ).close()),
                Operation.plain("DmaBuf.setName", () -> buffer.setName("swept again")),
                Operation.plain("DmaBuf.name", () -> assertThat(buffer.name()).startsWith("swept")),
                Operation.plain("DmaBuf.duplicate", () -> buffer.duplicate().close()),
                new Operation("DmaBuf.inode", () -> new BufferTrials.Inode(buffer)),
                new Operation("DmaBuf.adopt", () -> new BufferTrials.Adoption(buffer)));
    }

    private void map() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            buffer.map(MapMode.READ_WRITE, 0, BYTES, arena).fill((byte) 1);
        }
    }

    private void access() throws IOException {
        try (CpuAccess access = buffer.access(Access.WRITE)) {
            access.segment().fill((byte) 2);
        }
    }

    /** No operation here waits, because the C library ends the process if a futex cannot copy the timeout. */
    List<Operation> fences() {
        return List.of(
                Operation.plain(
                        "DmaBuf.exportSyncFile",
                        () -> buffer.exportSyncFile(Access.READ).close()),
                Operation.plain("DmaBuf.importSyncFile", () -> buffer.importSyncFile(signaled, Access.WRITE)),
                Operation.plain(
                        "DmaBuf.isReady",
                        () -> assertThat(buffer.isReady(Access.WRITE)).isTrue()),
                Operation.plain(
                        "DmaBuf.await",
                        () -> assertThat(buffer.await(Access.WRITE, LONG)).isTrue()),
                new Operation(
                        "DmaBuf.whenReady",
                        () -> new BufferTrials.Future(heap, fenced -> fenced.buffer.whenReady(Access.WRITE))),
                Operation.plain("SyncFile.state", signaled::state),
                Operation.plain("SyncFile.info", signaled::info),
                Operation.plain(
                        "SyncFile.await", () -> assertThat(signaled.await(LONG)).isTrue()),
                Operation.plain(
                        "SyncFile.merge", () -> signaled.merge("both", pending).close()),
                new Operation(
                        "SyncFile.whenSignaled",
                        () -> new BufferTrials.Future(heap, fenced -> fenced.fence.whenSignaled())));
    }

    List<Operation> sharing() {
        return List.of(
                new Operation("ShareListener.bind", () -> new ShareTrials.Bind(directory)),
                new Operation("ShareChannel.connect", () -> new ShareTrials.Connect(directory)),
                new Operation("ShareListener.accept", () -> new ShareTrials.Accept(directory)),
                new Operation("ShareChannel.send", () -> new ShareTrials.Send(directory, buffer, signaled)),
                new Operation("ShareChannel.receive", () -> new ShareTrials.Receive(directory, buffer, signaled)),
                new Operation("ShareChannel.await", () -> new ShareTrials.Await(directory, buffer, signaled)),
                Operation.plain(
                        "OtherProcess.open",
                        () -> OtherProcess.open(ProcessHandle.current().pid()).close()),
                Operation.plain(
                        "OtherProcess.buffer", () -> process.buffer(buffer.fd()).close()),
                Operation.plain(
                        "OtherProcess.syncFile",
                        () -> process.syncFile(signaled.fd()).close()));
    }

    List<Operation> statistics() throws IOException {
        return List.of(
                Operation.plain("SysfsStats.open", SysfsStats::open),
                Operation.plain(
                        "SysfsStats.of",
                        () -> assertThat(sysfs.of(buffer).size()).isEqualTo(BYTES)),
                Operation.plain(
                        "SysfsStats.find",
                        () -> assertThat(sysfs.find(buffer.inode())).isPresent()),
                new Operation("SysfsStats.snapshot", sysfsReading(sysfs::snapshot)),
                new Operation("SysfsStats.refresh", sysfsReading(sysfs::refresh)),
                Operation.plain("MachineStats.open", () -> MachineStats.open().close()),
                new Operation(
                        "MachineStats.snapshot",
                        new Reading<>(machine::snapshot, Snapshot::buffers, Snapshot::sources)));
    }

    private static Reading<SysfsSnapshot> sysfsReading(Reading.Source<SysfsSnapshot> source) {
        return new Reading<>(source, SysfsSnapshot::buffers, SysfsSnapshot::unreadable);
    }
}
