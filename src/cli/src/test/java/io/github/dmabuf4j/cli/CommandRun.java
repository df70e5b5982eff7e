// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The output and exit code of a command that ran in this JVM. */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs the command line. */
    public static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.commandLineFor(arguments, new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** The lines of stdout. */
    public List<String> lines() {
        return out.lines().toList();
    }
}
