// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** A peer in a process of its own. */
final class PeerRun {
    private static final int FIRST_TIME = 4;

    private final Path program;
    private final Pace pace;

    PeerRun(Path program, Pace pace) {
        this.program = program;
        this.pace = pace;
    }

    Run of(Peer peer) {
        List<String> command = command(peer);
        command.add("nanoseconds=" + pace.iteration().convertTo(TimeUnit.NANOSECONDS));
        // C has nothing to compile, but the kernel's work for an operation is another after a second of it.
        command.add("warmups=" + pace.warmups());
        command.add("batches=" + pace.samples());
        return run(Commands.output(command), peer.operationsPerCall());
    }

    /** The command that does the operation, without measuring options. */
    List<String> command(Peer peer) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(peer.arguments());
        return command;
    }

    static Run run(String line, double operationsPerCall) {
        List<String> fields = Arrays.asList(line.strip().split("\t"));
        List<Double> times = fields.subList(FIRST_TIME, fields.size()).stream()
                .map(time -> Double.parseDouble(time) / operationsPerCall)
                .toList();
        return new Run(List.of(), times, OptionalDouble.empty(), OptionalDouble.empty());
    }
}
