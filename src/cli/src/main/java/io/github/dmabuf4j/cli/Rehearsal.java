// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.cli.io.TerminalWidth;
import io.github.dmabuf4j.cli.text.BufferColumns;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.SnapshotNotes;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.internal.bpf.SmallMachine;
import io.github.dmabuf4j.stats.BpfStats;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

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
        tryListBuffers();
        System.exit(ExitCode.OK);
    }

    /** What was used until a failure is stored all the same. */
    private static void tryListBuffers() {
        try {
            listBuffers();
        } catch (IOException noRoom) {
            // Of the temporary directory, say. The archive then has less: starts are slower, and correct.
        }
    }

    /** What {@code ls} does with buffers, which this machine may not have. */
    private static void listBuffers() throws IOException {
        Path directory = Files.createTempDirectory("dmabuf");
        try {
            SmallMachine.writeTo(directory);
            try (MachineStats machine =
                    MachineStats.of(List.of(BpfStats.open(directory))).with(EnumSet.of(ProcessDetail.PROGRAM))) {
                list(machine.snapshot());
            }
        } finally {
            delete(directory);
        }
    }

    private static void list(Snapshot snapshot) {
        Table<BufferInfo> table = new Table<>(BufferColumns.LISTED, snapshot.buffers());
        for (SizeFormat sizes : SizeFormat.values()) {
            table.lines(sizes, new TextStyle(false), TerminalWidth::forLines);
            TotalsText.of(snapshot.totals(), sizes);
        }
        new SnapshotNotes(snapshot).brief();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
