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

    /** A channel to it. */
    public ShareChannel connect(Path folder) throws IOException, InterruptedException {
        try (ShareListener listener = ShareListener.bind(folder.resolve("peer"))) {
            tell("connect", listener.path());
            return listener.accept();
        }
    }

    /** Obeys many commands, one a line, none of which answers more than that it was done. */
    public void tellAll(String commands) throws IOException {
        for (String command : commands.lines().toList()) {
            ask(command);
        }
    }

    /** Sends a message of nothing but data, which any receiver of this protocol takes. */
    public void sendData(String hex) throws IOException {
        tellAll("begin\ndata " + hex + "\nsend");
    }
}
