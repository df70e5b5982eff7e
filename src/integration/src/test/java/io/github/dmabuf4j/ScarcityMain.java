// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.OtherProcess;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import io.github.dmabuf4j.stats.DebugfsStats;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.ProcfsStats;
import io.github.dmabuf4j.stats.SysfsStats;
import io.github.dmabuf4j.support.Scarcity;
import io.github.dmabuf4j.support.Scarcity.Operation;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations that create descriptors or mappings, for {@link Scarcity}, with the kernel's heaps. */
public final class ScarcityMain {
    private static final int PAGE = 4096;

    private ScarcityMain() {}

    /** Runs the operations. The last argument is an empty directory. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[3]);
        try (DmaHeap heap = DmaHeap.open("system");
                Udmabuf udmabuf = Udmabuf.open();
                DmaBuf buffer = heap.allocate(PAGE);
                SyncFile first = buffer.exportSyncFile(Access.WRITE);
                SyncFile second = buffer.exportSyncFile(Access.READ);
                ShareListener listener = ShareListener.bind(directory.resolve("socket"))) {
            Map<String, Operation> operations = new LinkedHashMap<>();
            operations.put("open", () -> DmaHeap.open("system").close());
            operations.put("allocate", () -> heap.allocate(PAGE).close());
            operations.put("udmabuf", () -> udmabuf.allocate(PAGE).close());
            operations.put("duplicate", () -> buffer.duplicate().close());
            operations.put("detach", () -> detach(buffer));
            operations.put("map", () -> map(buffer));
            operations.put("access", () -> access(heap));
            operations.put("sync", () -> buffer.sync(Access.READ).close());
            operations.put("export", () -> buffer.exportSyncFile(Access.WRITE).close());
            operations.put("import", () -> buffer.importSyncFile(first, Access.WRITE));
            operations.put("merge", () -> first.merge("both", second).close());
            operations.put("take", () -> take(buffer));
            addSharing(operations, listener, buffer, first);
            addStatistics(operations, buffer);
            Scarcity.run(arguments, operations);
        }
        // The end of the process frees its descriptors and mappings.
        Runtime.getRuntime().halt(0);
    }

    /** Where the second does not take the number over, it is lost. */
    private static void detach(DmaBuf buffer) throws DmaBufException {
        try (DmaBuf first = buffer.duplicate();
                DmaBuf second = DmaBuf.withoutNumber("a detached one", PAGE)) {
            second.own(first.detachFd());
        }
    }

    private static void map(DmaBuf buffer) throws DmaBufException {
        try (Arena arena = Arena.ofConfined()) {
            buffer.map(MapMode.READ_ONLY, 0, PAGE, arena);
        }
    }

    /** The first access scope of a buffer maps it. */
    private static void access(DmaHeap heap) throws DmaBufException {
        try (DmaBuf buffer = heap.allocate(PAGE);
                CpuAccess access = buffer.access(Access.WRITE)) {
            access.segment().fill((byte) 1);
        }
    }

    private static void take(DmaBuf buffer) throws DmaBufException {
        try (OtherProcess self = OtherProcess.open(ProcessHandle.current().pid());
                DmaBuf taken = self.buffer(buffer.fd())) {
            taken.size();
        }
    }

    private static void addSharing(
            Map<String, Operation> operations, ShareListener listener, DmaBuf buffer, SyncFile fences)
            throws Exception {
        ShareChannel here = ShareChannel.connect(listener.path());
        ShareChannel there = listener.accept();
        operations.put("send", () -> {
            drain(there);
            here.send(List.of(buffer), List.of(fences), new byte[8]);
        });
        operations.put("receive", () -> {
            here.send(List.of(buffer, buffer), List.of(fences), new byte[8]);
            drain(there);
        });
        operations.put("connect", () -> {
            try (ShareChannel connected = ShareChannel.connect(listener.path());
                    ShareChannel accepted = listener.accept()) {
                connected.await(Duration.ZERO);
                accepted.await(Duration.ZERO);
            }
        });
    }

    private static void drain(ShareChannel channel) throws Exception {
        while (channel.await(Duration.ZERO)) {
            channel.receive().ifPresent(Delivery::close);
        }
    }

    private static void addStatistics(Map<String, Operation> operations, DmaBuf buffer) throws Exception {
        SysfsStats sysfs = SysfsStats.open();
        operations.put("look-up", () -> sysfs.of(buffer));
        operations.put("sysfs", sysfs::snapshot);
        ProcfsStats procfs = ProcfsStats.open();
        operations.put("procfs", procfs::read);
        DebugfsStats debugfs = DebugfsStats.open();
        operations.put("debugfs", debugfs::read);
        MachineStats machine = MachineStats.open();
        operations.put("machine", machine::snapshot);
    }
}
