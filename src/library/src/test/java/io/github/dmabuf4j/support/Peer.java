// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import java.io.IOException;
import java.nio.file.Path;

/** A C program that speaks the protocol of {@code native-headers/dmabuf4j_share.h}; {@code src/test/native/peer.c}. */
public final class Peer extends CommandedProcess {
    public static final int BUFFER = 1;
    public static final int SYNC_FILE = 2;

    private Peer(Process process) {
        super(process);
    }

    public static Peer start() throws IOException {
        return new Peer(NativeProgram.start("peer"));
    }

    /** Returns a channel to the program. */
    public ShareChannel connect(Path directory) throws IOException, InterruptedException {
        try (ShareListener listener = ShareListener.bind(directory.resolve("peer"))) {
            tell("connect", listener.path());
            return listener.accept();
        }
    }

    /** Executes commands without results, one per line. */
    public void tellAll(String commands) throws IOException {
        for (String command : commands.lines().toList()) {
            ask(command);
        }
    }

    /** Sends a message that has only data, which any receiver of this protocol accepts. */
    public void sendData(String hex) throws IOException {
        tellAll("begin\ndata " + hex + "\nsend");
    }
}
