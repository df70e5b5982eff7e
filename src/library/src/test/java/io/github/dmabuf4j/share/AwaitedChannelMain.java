// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.support.Background;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A thread waits for a message of a channel that nothing else references, while the garbage collector looks. */
public final class AwaitedChannelMain {
    private static final Duration LONG = Duration.ofSeconds(10);

    private AwaitedChannelMain() {}

    /** Prints whether the message came; the system property {@code socket} says where. */
    public static void main(String[] arguments) throws Exception {
        try (ShareListener listener = ShareListener.bind(Path.of(System.getProperty("socket")))) {
            Background<Boolean> waits = Background.waiting(
                    () -> ShareChannel.connect(listener.path()).await(LONG));
            try (ShareChannel other = listener.accept()) {
                for (int i = 0; i < 5; i++) {
                    System.gc();
                    Thread.sleep(50);
                }
                other.send(List.of(), List.of(), new byte[1]);
                System.out.println(waits.result());
            }
        }
    }
}
