// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.CommandedProcess;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.LastingDescriptors;
import io.github.dmabuf4j.support.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A JVM that shares buffers on command, for {@link CommandedProcess}. It has one channel, and keeps the last delivery.
 *
 * <pre>
 * connect PATH
 * disconnect
 * receive                      ok BUFFER... HEX, or ok end; BUFFER is NAME:SIZE:INODE:CLOSEONEXEC, or the state of a sync file
 * write BYTE                   into all buffers of the delivery
 * read                         ok BYTE: the last byte of the delivery's first buffer
 * send-back                    sends the delivery back and closes it
 * close                        the delivery
 * drain COUNT                  ok COUNT: receives and closes messages until COUNT buffers have arrived
 * echo COUNT                   sends the frames of this number of messages back, and closes them
 * descriptors                  ok OPEN DESCRIPTORS
 * nobody                       becomes another user, who cannot send more descriptors than LIMIT
 * flood                        ok ERRNO: sends the delivery until sending fails
 * take-buffer PID FD           ok INODE
 * take-sync-file PID FD        ok STATE
 * </pre>
 */
public final class SharingMain {
    private static final int NOBODY = 65534;

    private ShareChannel channel;
    private Delivery delivery;

    private SharingMain() {}

    public static CommandedProcess start() throws IOException {
        return new CommandedProcess(Processes.startJvm(SharingMain.class));
    }

    /** Runs until the end of stdin. */
    public static void main(String[] args) throws Exception {
        LastingDescriptors.certainly();
        SharingMain sharing = new SharingMain();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(sharing.answer(line.split(" ", -1)));
        }
    }

    private String answer(String[] words) throws Exception {
        try {
            return "ok " + obey(words);
        } catch (DmaBufException failure) {
            return "error " + failure.errno() + " " + failure.getClass().getSimpleName() + " " + failure.getMessage();
        }
    }

    private Object obey(String[] words) throws Exception {
        return switch (words[0]) {
            case "connect" -> connect(words[1]);
            case "disconnect" -> disconnect();
            case "receive" -> receive();
            case "write" -> write(Byte.parseByte(words[1]));
            case "read" -> lastByte(delivery.buffers().get(0));
            case "send-back" -> sendBack();
            case "close" -> closeDelivery();
            case "drain" -> drain(Integer.parseInt(words[1]));
            case "echo" -> echo(Integer.parseInt(words[1]));
            case "descriptors" -> OpenFiles.ofThisProcess();
            case "nobody" -> becomeNobody();
            case "flood" -> flood();
            case "take-buffer" -> takeBuffer(Long.parseLong(words[1]), Integer.parseInt(words[2]));
            case "take-sync-file" -> takeSyncFile(Long.parseLong(words[1]), Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String connect(String path) throws Exception {
        channel = ShareChannel.connect(Path.of(path));
        return "";
    }

    private String disconnect() {
        channel.close();
        return "";
    }

    private String receive() throws Exception {
        delivery = channel.receive().orElse(null);
        return delivery == null ? "end" : describe(delivery);
    }

    static String describe(Delivery delivery) throws DmaBufException {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < delivery.buffers().size(); i++) {
            DmaBuf buffer = delivery.buffers().get(i);
            words.add("%s:%d:%d:%b"
                    .formatted(
                            delivery.names().get(i),
                            buffer.size(),
                            buffer.inode(),
                            OpenFiles.isCloseOnExec(buffer.fd())));
        }
        for (SyncFile syncFile : delivery.syncFiles()) {
            words.add(syncFile.state() + ":" + OpenFiles.isCloseOnExec(syncFile.fd()));
        }
        words.add(HexFormat.of().formatHex(delivery.data()));
        return String.join(" ", words);
    }

    private String write(byte value) throws DmaBufException {
        for (DmaBuf buffer : delivery.buffers()) {
            fill(buffer, value);
        }
        return "";
    }

    static void fill(DmaBuf buffer, int value) throws DmaBufException {
        try (CpuAccess access = buffer.access(Access.WRITE)) {
            access.segment().fill((byte) value);
        }
    }

    static byte lastByte(DmaBuf buffer) throws DmaBufException {
        try (CpuAccess access = buffer.access(Access.READ)) {
            return access.segment().get(JAVA_BYTE, buffer.size() - 1);
        }
    }

    private String sendBack() throws Exception {
        channel.send(delivery.buffers(), delivery.syncFiles(), delivery.data());
        return closeDelivery();
    }

    private String closeDelivery() {
        delivery.close();
        return "";
    }

    private int drain(int count) throws Exception {
        int drained = 0;
        while (drained < count) {
            try (Delivery received = channel.receive().orElseThrow()) {
                drained += received.buffers().size();
            }
        }
        return drained;
    }

    private String echo(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            try (Delivery received = channel.receive().orElseThrow()) {
                channel.send(echo(received));
            }
        }
        return "";
    }

    private static FrameMessage echo(Delivery received) {
        FrameMessage message = FrameMessage.of(received.frame().orElseThrow()).withData(received.data());
        if (received.acquireFence().isPresent()) {
            message = message.withAcquireFence(received.acquireFence().get());
        }
        return received.releaseFence().isPresent()
                ? message.withReleaseFence(received.releaseFence().get())
                : message;
    }

    @SuppressWarnings("try")
    private int flood() throws Exception {
        try (DescriptorLimit limit = DescriptorLimit.leaving(20)) {
            while (true) {
                channel.send(delivery.buffers(), delivery.syncFiles(), delivery.data());
            }
        } catch (DmaBufException failure) {
            return failure.errno();
        }
    }

    private static long takeBuffer(long pid, int fd) throws DmaBufException {
        try (OtherProcess process = OtherProcess.open(pid);
                DmaBuf buffer = process.buffer(fd)) {
            return buffer.inode();
        }
    }

    private static String takeSyncFile(long pid, int fd) throws DmaBufException {
        try (OtherProcess process = OtherProcess.open(pid);
                SyncFile syncFile = process.syncFile(fd)) {
            return syncFile.state().toString();
        }
    }

    /** Changes all threads of the JVM, as the C library does. */
    private static String becomeNobody() throws Exception {
        // Loads classes in advance, because the other user may not read their files.
        Class.forName(DescriptorLimit.class.getName());
        Class.forName(NoPermissionException.class.getName());
        MemorySegment setresuid =
                Linker.nativeLinker().defaultLookup().find("setresuid").orElseThrow();
        try {
            int result = (int) Linker.nativeLinker()
                    .downcallHandle(setresuid, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT))
                    .invokeExact(NOBODY, NOBODY, NOBODY);
            return result == 0 ? "" : "failed";
        } catch (Throwable defect) {
            throw new IllegalStateException(defect);
        }
    }

    static DmaBuf named(BufferAllocator heap, long bytes, String name) throws DmaBufException {
        DmaBuf buffer = heap.allocate(bytes);
        buffer.setName(name);
        return buffer;
    }
}
