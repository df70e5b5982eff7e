// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Poller;
import io.github.dmabuf4j.internal.sys.Sys;

/** The poller makes a descriptor that stays at the first wait: for tests that count descriptors. */
public final class StartedPoller {
    private StartedPoller() {}

    /** Waits once, for nothing. */
    public static void certainly() {
        Descriptor nothing = new Nothing();
        nothing.acquire();
        try {
            // Loads what every wait needs: tests that take all descriptors leave none to open a class by.
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

    private static final class Nothing extends Descriptor {
        Nothing() {
            super(Sys.eventfd(0, LibC.EFD_CLOEXEC() | LibC.EFD_NONBLOCK()));
        }

        @Override
        public String target() {
            return "nothing";
        }
    }
}
