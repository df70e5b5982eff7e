// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import java.nio.file.Path;

/** Two processes of different users that share a buffer. Each prints the user of the other one. */
final class GroupSharing {
    private static final int SIZE = 4096;
    private static final byte CONTENT = 42;

    private GroupSharing() {}

    /** Takes a role, {@code send} or {@code receive}, and the path of the socket. */
    public static void main(String[] arguments) throws Exception {
        Path socket = Path.of(arguments[1]);
        if (arguments[0].equals("send")) {
            send(socket);
        } else {
            receive(socket);
        }
    }

    private static void send(Path socket) throws Exception {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(SIZE);
                ShareListener listener = ShareListener.bind(socket);
                ShareChannel channel = listener.accept()) {
            try (CpuAccess access = buffer.access(Access.WRITE)) {
                access.segment().fill(CONTENT);
            }
            channel.send(buffer);
            System.out.println("sent to user " + channel.peerCredentials().uid());
            // The end, when the other one has received it.
            channel.receive().ifPresent(Delivery::close);
        }
    }

    private static void receive(Path socket) throws Exception {
        try (ShareChannel channel = ShareChannel.connect(socket);
                Delivery delivery = channel.receive().orElseThrow();
                CpuAccess access = delivery.buffers().get(0).access(Access.READ)) {
            byte content = access.segment().get(JAVA_BYTE, SIZE - 1);
            System.out.println("received " + content + " from user "
                    + channel.peerCredentials().uid());
        }
    }
}
