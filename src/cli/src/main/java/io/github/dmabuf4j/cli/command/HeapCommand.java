// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the commands share that are about heaps: where they run, and how they print. */
@Command
abstract class HeapCommand extends CommandBase {
    /** Set by the launcher, which can run the command again in the test VM. */
    private static final String LAUNCHER = "DMABUF4J_LAUNCHER";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public final Integer call() throws IOException {
        boolean canLeave = !staysHere() && System.getenv(LAUNCHER) != null;
        Optional<String> missing = canLeave ? missingHere() : Optional.empty();
        if (missing.isPresent()) {
            err().println("dmabuf: " + TerminalEscape.sentence(missing.get())
                    + "; running in the test VM (--here forbids that)");
            return ExitCode.RUN_IN_VM;
        }
        return run();
    }

    /**
     * What this kernel, or this user on it, lacks for the command, which the test VM has; empty where it can run here.
     * Always empty for a command that asks about this machine: the answer of another one would be wrong.
     */
    Optional<String> missingHere() throws DmaBufException {
        return Optional.empty();
    }

    abstract int run() throws IOException;

    final boolean json() {
        return json;
    }
}
