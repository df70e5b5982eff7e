// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.cli.command.ExitCode;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;

/**
 * Runs what commands do at each start, without output. src/sh/class-archive starts it in a JVM that stores the classes which were
 * used, so that later starts need not load and link them.
 */
final class Rehearsal {
    /** They change nothing. Some fail, which depends on the machine. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("ls", "--help"),
            List.of("ls"),
            List.of("ls", "--source", "sysfs,procfs"),
            List.of("ls", "--source", "procfs", "--csv"),
            List.of("ls", "--json"),
            List.of("ps"),
            List.of("usage"),
            List.of("show", "1"),
            List.of("heaps", "--here"),
            List.of("alloc", "--here", "--hold", "1ms"),
            List.of("bpf", "status"),
            List.of("diff", "now", "now"),
            List.of("top", "--plain", "--count", "1"),
            List.of("record", "--interval", "100ms", "--count", "2", "--out", "/dev/null"),
            List.of("watch", "--interval", "100ms", "--for", "150ms"),
            List.of("trace", "--help"),
            List.of("metrics"),
            List.of("frobnicate"));

    private Rehearsal() {}

    /** Rehearses. */
    public static void main(String[] none) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter(), true);
        for (List<String> command : COMMANDS) {
            Main.run(command.toArray(String[]::new), nowhere, nowhere);
        }
        System.exit(ExitCode.OK);
    }
}
