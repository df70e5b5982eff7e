// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.FileBuffer;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sockets;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.stats.ProcfsStats;
import io.github.dmabuf4j.stats.SysfsStats;
import io.github.dmabuf4j.support.Scarcity;
import io.github.dmabuf4j.support.Scarcity.Operation;
import io.github.dmabuf4j.support.SysfsTree;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Operations that make descriptors, for {@link Scarcity}, on any kernel: with a file in the place of a buffer. */
public final class ScarcityHostMain {
    private static final int PAGE = 4096;

    private ScarcityHostMain() {}

    /** Runs them as the arguments say, in an empty directory that the last argument names. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[3]);
        Path file = Files.write(directory.resolve("file"), new byte[PAGE]);
        DmaBuf buffer = FileBuffer.owning(Sys.open(file.toString(), LibC.O_RDWR() | LibC.O_CLOEXEC()), PAGE);
        ShareListener listener = ShareListener.bind(directory.resolve("socket"));
        SysfsStats sysfs = SysfsStats.open(entries(directory.resolve("buffers")));
        ProcfsStats procfs = ProcfsStats.open();
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("duplicate", () -> buffer.duplicate().close());
        operations.put("map", () -> map(buffer));
        operations.put("take", () -> take(buffer.fd()));
        operations.put("bind", () -> bind(directory.resolve("bound")));
        operations.put("connect", () -> connect(listener));
        operations.put("accept", () -> accept(listener));
        operations.put("receive", refused(listener, buffer.fd()));
        operations.put("sysfs", sysfs::snapshot);
        operations.put("procfs", procfs::read);
        Scarcity.run(arguments, operations);
        Runtime.getRuntime().halt(0);
    }

    private static Path entries(Path root) throws IOException {
        Files.createDirectory(root);
        for (int inode = 1; inode <= 3; inode++) {
            Path entry = SysfsTree.entry(root, Integer.toString(inode), "4096\n", "system\n");
            Files.createDirectories(entry.resolve("attachments/1"));
        }
        return root;
    }

    private static void map(DmaBuf buffer) throws DmaBufException {
        try (Arena arena = Arena.ofConfined()) {
            buffer.map(MapMode.READ_ONLY, 0, PAGE, arena);
        }
    }

    private static void take(int fd) throws DmaBufException {
        try (OtherProcess self = OtherProcess.open(ProcessHandle.current().pid())) {
            self.buffer(fd).close();
        } catch (DmaBufException refused) {
            // It is a file; for the length of the call this process had it.
        }
    }

    private static void bind(Path path) throws Exception {
        // Of a listener that could not be closed, or not bound to its end.
        Files.deleteIfExists(path);
        ShareListener.bind(path).close();
    }

    /** With nothing between the two that needs as much stack. */
    private static void connect(ShareListener listener) throws Exception {
        ShareChannel.connect(listener.path()).close();
        // Else there is no room for more, some day.
        for (var next = listener.accept(Duration.ZERO); next.isPresent(); next = listener.accept(Duration.ZERO)) {
            next.get().close();
        }
    }

    private static void accept(ShareListener listener) throws Exception {
        try (ShareChannel connected = ShareChannel.connect(listener.path());
                ShareChannel accepted = listener.accept()) {
            connected.await(Duration.ZERO);
            accepted.await(Duration.ZERO);
        }
    }

    /** A peer sends descriptors that are no buffers, as fast as they are refused. */
    private static Operation refused(ShareListener listener, int fd) throws Exception {
        int peer = Sockets.socket(0);
        Sockets.connect(peer, listener.path().toString().getBytes(StandardCharsets.UTF_8));
        ShareChannel channel = listener.accept();
        MessageBuffer.Item item = new MessageBuffer.Item(MessageBuffer.BUFFER, PAGE, "");
        MemorySegment message = new MessageBuffer()
                .toSend(new MessageBuffer.Item[] {item, item, item}, new int[] {fd, fd, fd}, null, new byte[0]);
        return () -> {
            Sockets.send(peer, message);
            while (channel.await(Duration.ZERO)) {
                try {
                    channel.receive().ifPresent(Delivery::close);
                } catch (DmaBufException refusal) {
                    // It is a file.
                }
            }
        };
    }
}
