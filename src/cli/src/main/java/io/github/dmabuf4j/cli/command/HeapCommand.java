// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command about heaps. The launcher can run it in the test VM instead. */
@Command
abstract class HeapCommand extends CommandBase {
    /** The environment variable that the launcher sets. */
    private static final String LAUNCHER = "DMABUF4J_LAUNCHER";
    /** The environment variable that the test VM sets. */
    private static final String VM = "DMABUF4J_VM";

    @Option(
            names = "--vm",
            description = "Run in the test VM, a part of the sources: also where this kernel has what is needed.")
    private boolean vm;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public final Integer call() throws IOException {
        checkPlace();
        checkOptions();
        if (isSet(VM)) {
            return run();
        }
        if (vm) {
            return ExitCode.RUN_IN_VM;
        }
        boolean canLeave = !staysHere() && isSet(LAUNCHER);
        Optional<String> missing = canLeave ? missingHere() : Optional.empty();
        if (missing.isPresent()) {
            err().println("dmabuf: " + TerminalEscape.sentence(missing.get())
                    + "; running in the test VM (--here forbids that)");
            return ExitCode.RUN_IN_VM;
        }
        return run();
    }

    private void checkPlace() {
        if (vm && staysHere()) {
            throw badUsage("--here and --vm contradict each other: give one of them");
        }
        if (vm && !isSet(VM) && !isSet(LAUNCHER)) {
            throw badUsage("--vm: the test VM is a part of the sources alone: run ./dmabuf in a clone of them");
        }
    }

    private static boolean isSet(String variable) {
        return System.getenv(variable) != null;
    }

    /** Throws if the options are wrong, before anything else is done. */
    void checkOptions() {}

    /**
     * What this kernel lacks for the command, or this user may not do, while the test VM has it; empty where the command can
     * run here. It is always empty for a command about this machine, since the VM would answer about another one.
     */
    Optional<String> missingHere() throws DmaBufException {
        return Optional.empty();
    }

    abstract int run() throws IOException;

    final boolean json() {
        return json;
    }

    /** Prints a table with sizes in bytes and without colours. */
    final void printText(Table<?> table) {
        table.lines(SizeFormat.BYTES, new TextStyle(false)).forEach(out()::println);
    }
}
