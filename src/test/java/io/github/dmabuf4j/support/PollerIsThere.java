// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Poller;
import io.github.dmabuf4j.internal.sys.Sys;
import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets the library make its one lasting descriptor, for waiting, before tests count theirs. */
public final class PollerIsThere implements BeforeAllCallback {
    private static final class Never extends Descriptor {
        Never() {
            super(Sys.eventfd(0, LibC.EFD_CLOEXEC()));
        }

        @Override
        public String target() {
            return "an eventfd";
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        start();
    }

    /** For a process that has no such extension. */
    public static void start() throws InterruptedException {
        Never never = new Never();
        try {
            Poller.shared().await(never, never, LibC.POLLIN(), Duration.ofMillis(1));
        } finally {
            never.close();
        }
    }
}
