// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.Poller;
import io.github.dmabuf4j.internal.sys.Sys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;

/**
 * Descriptors that stay open once they exist, for tests that count descriptors: that of the poller, those of the JDK's random
 * numbers, which name temporary directories, and the one that the JDK puts in place of a socket while it closes it.
 */
public final class LastingDescriptors {
    private static final SecureRandom RANDOM = new SecureRandom();

    private LastingDescriptors() {}

    /** Opens them. */
    public static void certainly() {
        RANDOM.nextInt();
        closeSocketOnce();
        waitOnce();
    }

    private static void closeSocketOnce() {
        try {
            SocketChannel.open().close();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static void waitOnce() {
        Descriptor nothing = new NamedDescriptor(Sys.eventfd(0, LibC.EFD_CLOEXEC() | LibC.EFD_NONBLOCK()), "nothing");
        nothing.acquire();
        try {
            // Loads the classes of every wait, because tests that take all descriptors leave none for loading classes.
            Poller.happened(nothing.number(), LibC.POLLIN());
            Poller.Wait wait = new Poller.Wait(nothing, LibC.POLLIN(), errno -> {});
            if (Poller.shared().begin(wait) < 0) {
                throw new IllegalStateException("the poller does not start");
            }
            Poller.shared().end(wait);
        } finally {
            nothing.release();
            nothing.close();
        }
    }
}
