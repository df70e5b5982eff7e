// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.OptionalInt;

/**
 * A process has ended. What it held is in the last snapshot before the sample; what stayed behind is in the sample.
 *
 * @param process its number and its start
 * @param name what a JVM runs, if that was known, or else the name of the process; another program has chosen it
 * @param cause why it has ended
 * @param code the exit code of a process that exited, or the number of the signal that killed it; empty where that is not known
 */
public record ProcessEnd(ProcessId process, String name, EndCause cause, OptionalInt code) implements Trigger {
    private static final int SIGKILL = 9;
    private static final int SIGNAL = 0x7f;
    private static final int CODE_SHIFT = 8;
    private static final int CODE = 0xff;

    /** The end of a process by its status in the form of waitpid(2). */
    static ProcessEnd of(ProcessId process, String name, int status) {
        int signal = status & SIGNAL;
        return signal == 0
                ? new ProcessEnd(process, name, EndCause.EXITED, OptionalInt.of((status >> CODE_SHIFT) & CODE))
                : new ProcessEnd(process, name, EndCause.KILLED, OptionalInt.of(signal));
    }

    /** The end of a process of which no more is known. */
    static ProcessEnd unknown(ProcessId process, String name) {
        return new ProcessEnd(process, name, EndCause.UNKNOWN, OptionalInt.empty());
    }

    boolean isBySigkill() {
        return cause == EndCause.KILLED && code.equals(OptionalInt.of(SIGKILL));
    }

    /** The same process, as killed for lack of memory. */
    ProcessEnd forLackOfMemory() {
        return new ProcessEnd(process, name, EndCause.OOM_KILLED, code);
    }
}
