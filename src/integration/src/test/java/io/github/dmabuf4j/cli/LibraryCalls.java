// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.Udmabuf;
import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.OtherProcess;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import io.github.dmabuf4j.stats.DebugfsStats;
import io.github.dmabuf4j.stats.ProcfsStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Calls the library in a container. Prints a line for each call: its name, and "ok" or the failure. */
final class LibraryCalls {
    private static final int PAGE = 4096;
    private static final int SIZE = 3 * PAGE;

    private LibraryCalls() {}

    /** A call of the library, or several that belong together. */
    @FunctionalInterface
    interface Call {
        void make() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println(
                "filter: " + Files.readAllLines(Path.of("/proc/self/status")).contains("Seccomp:\t2"));
        print("heap", () -> use(DmaHeap.open("system")));
        print("udmabuf", () -> use(Udmabuf.open()));
        print("debugfs", () -> DebugfsStats.open().close());
    }

    private static void print(String name, Call call) throws Exception {
        try {
            call.make();
            System.out.println(name + ": ok");
        } catch (DmaBufException failure) {
            System.out.println(name + ": " + failure.getClass().getSimpleName() + " " + failure.getMessage());
        }
    }

    private static void use(BufferAllocator opened) throws Exception {
        try (BufferAllocator allocator = opened;
                DmaBuf buffer = allocator.allocate(SIZE)) {
            print("access", () -> fill(buffer));
            print("fences", () -> exportFences(buffer));
            print("share", () -> share(buffer));
            print("holders", () -> findHolder(buffer));
            print("take", () -> take(buffer));
        }
    }

    private static void fill(DmaBuf buffer) throws IOException {
        try (CpuAccess access = buffer.access(Access.WRITE)) {
            access.segment().fill((byte) 1);
        }
    }

    private static void exportFences(DmaBuf buffer) throws Exception {
        try (SyncFile fences = buffer.exportSyncFile(Access.WRITE)) {
            require(fences.await(Duration.ZERO), "fences");
        }
    }

    private static void share(DmaBuf buffer) throws Exception {
        Path socket = Files.createTempDirectory("share").resolve("socket");
        try (ShareListener listener = ShareListener.bind(socket);
                ShareChannel sender = ShareChannel.connect(socket);
                ShareChannel receiver = listener.accept()) {
            sender.send(buffer);
            try (Delivery delivery = receiver.receive().orElseThrow()) {
                require(delivery.buffers().get(0).inode() == buffer.inode(), "inode");
            }
        }
        Files.delete(socket.getParent());
    }

    private static void findHolder(DmaBuf buffer) throws IOException {
        long me = ProcessHandle.current().pid();
        long inode = buffer.inode();
        boolean found = ProcfsStats.open().read().buffers().stream()
                .filter(info -> info.inode() == inode)
                .flatMap(info -> info.holders().stream())
                .anyMatch(holder -> holder.process().pid() == me);
        require(found, "holder");
    }

    /** From itself, for which no other permission is needed than that of the seccomp filter. */
    private static void take(DmaBuf buffer) throws IOException {
        try (OtherProcess process = OtherProcess.open(ProcessHandle.current().pid());
                DmaBuf taken = process.buffer(buffer.fd())) {
            require(taken.inode() == buffer.inode(), "inode");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
