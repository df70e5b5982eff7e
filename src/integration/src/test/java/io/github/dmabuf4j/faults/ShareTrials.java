// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Operations that need their own socket. */
final class ShareTrials {
    private static final String NAME = "socket";
    private static final byte[] DATA = {1, 2, 3};

    private ShareTrials() {}

    /** Binds and closes a listener. Neither step leaves the socket's file. */
    static final class Bind implements Trial {
        private final Path path;

        Bind(Path directory) {
            path = directory.resolve(NAME);
        }

        @Override
        public void run() throws DmaBufException {
            ShareListener.bind(path).close();
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }

    /** Connects to a listener. */
    static class Connect implements Trial {
        final ShareListener listener;

        Connect(Path directory) throws DmaBufException {
            listener = ShareListener.bind(directory.resolve(NAME));
        }

        final ShareChannel connect() throws IOException, InterruptedException {
            return ShareChannel.connect(listener.path());
        }

        @Override
        public void run() throws Exception {
            connect().close();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    /** Accepts a pending connection. */
    static final class Accept extends Connect {
        private final ShareChannel client = connect();

        Accept(Path directory) throws IOException, InterruptedException {
            super(directory);
        }

        @Override
        public void run() throws Exception {
            listener.accept().close();
        }

        @Override
        public void close() throws IOException {
            client.close();
            super.close();
        }
    }

    /** Sends a buffer, a sync file and bytes. */
    static class Send extends Connect {
        final ShareChannel client = connect();
        final ShareChannel server = listener.accept();
        private final DmaBuf buffer;
        private final SyncFile syncFile;

        Send(Path directory, DmaBuf buffer, SyncFile syncFile) throws IOException, InterruptedException {
            super(directory);
            this.buffer = buffer;
            this.syncFile = syncFile;
        }

        final void send() throws IOException, InterruptedException {
            client.send(List.of(buffer), List.of(syncFile), DATA);
        }

        @Override
        public void run() throws Exception {
            send();
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            super.close();
        }
    }

    /** Receives a buffer, a sync file and bytes. */
    static final class Receive extends Send {
        Receive(Path directory, DmaBuf buffer, SyncFile syncFile) throws IOException, InterruptedException {
            super(directory, buffer, syncFile);
            send();
        }

        @Override
        public void run() throws Exception {
            try (Delivery delivery = server.receive().orElseThrow()) {
                assertThat(delivery.buffers()).hasSize(1);
                assertThat(delivery.syncFiles()).hasSize(1);
                assertThat(delivery.data()).isEqualTo(DATA);
            }
        }
    }

    /** Waits until there is a message. */
    static final class Await extends Send {
        Await(Path directory, DmaBuf buffer, SyncFile syncFile) throws IOException, InterruptedException {
            super(directory, buffer, syncFile);
            send();
        }

        @Override
        public void run() throws Exception {
            assertThat(server.await(Duration.ofSeconds(30))).isTrue();
        }
    }
}
