// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.SyncFile;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the compositor gives buffers back: by the event of the buffer, when it has read it, or by a fence, which it may send before
 * that.
 */
final class Releases {
    private final Connection connection;
    private final Optional<Proxy> synchronization;
    private int events;
    private int fences;

    private Releases(Connection connection, Optional<Proxy> synchronization) {
        this.connection = connection;
        this.synchronization = synchronization;
    }

    /** By events. */
    static Releases byEvents(Connection connection) {
        return new Releases(connection, Optional.empty());
    }

    /** By fences, for all buffers of a surface. */
    static Releases byFences(Connection connection, Globals globals, Proxy surface) throws IOException {
        Proxy synchronization =
                globals.bind("zwp_linux_explicit_synchronization_v1").create("get_synchronization", surface);
        return new Releases(connection, Optional.of(synchronization));
    }

    /** Sets what is done at the event of a buffer, if that counts. */
    void byEventOf(Proxy buffer, Runnable released) {
        if (synchronization.isEmpty()) {
            buffer.on("release", event -> {
                events++;
                released.run();
            });
        }
    }

    /** Sets what is done when the buffer that is attached next is released, if fences count: with none it is free. */
    void byFence(Consumer<Optional<SyncFile>> released) {
        synchronization.ifPresent(surface -> {
            Proxy release = surface.create("get_release");
            release.on("immediate_release", event -> {
                release.destroyHere();
                events++;
                released.accept(Optional.empty());
            });
            release.on("fenced_release", event -> {
                release.destroyHere();
                fences++;
                released.accept(Optional.of(adopt(event.integer(0))));
            });
        });
    }

    private SyncFile adopt(int descriptor) throws IOException {
        try {
            return SyncFile.adopt(descriptor);
        } catch (IOException notAFence) {
            connection.close(descriptor);
            throw notAFence;
        }
    }

    @Override
    public String toString() {
        return events + " buffers released" + (synchronization.isPresent() ? " and " + fences + " by a fence" : "");
    }
}
