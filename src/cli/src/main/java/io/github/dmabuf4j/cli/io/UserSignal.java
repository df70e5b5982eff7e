// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import org.jline.utils.Signals;

/** The signal SIGUSR1, by which a user asks a running command for something. */
public final class UserSignal {
    private static final String NAME = "USR1";

    private UserSignal() {}

    /**
     * Handles the signal from now on, and until the process ends: without a handler the signal would end it, also one that comes
     * when the command is done. A JVM without the module jdk.unsupported cannot handle it.
     *
     * @param action runs in a thread of the JVM
     */
    public static void handleBy(Runnable action) {
        Signals.register(NAME, action);
    }
}
