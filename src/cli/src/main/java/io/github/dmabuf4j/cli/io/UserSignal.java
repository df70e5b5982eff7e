// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import org.jline.utils.Signals;

/** The signal SIGUSR1, by which a user asks a running command for something. */
public final class UserSignal {
    private static final String NAME = "USR1";

    private final Object before;

    private UserSignal(Object before) {
        this.before = before;
    }

    /**
     * Handles the signal from now on. A JVM without the module jdk.unsupported cannot: there the signal ends the process, as
     * it would without this.
     *
     * @param action runs in a thread of the JVM
     */
    public static UserSignal handledBy(Runnable action) {
        return new UserSignal(Signals.register(NAME, action));
    }

    /** Gives the signal the meaning that it had before. */
    public void restore() {
        Signals.unregister(NAME, before);
    }
}
