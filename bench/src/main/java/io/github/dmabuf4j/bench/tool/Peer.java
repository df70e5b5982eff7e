// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.bench.HeapName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** An operation of the C program native/peers.c. */
record Peer(String operation, SortedMap<String, String> parameters) {
    private static final String BUFFERS = "buffers";
    private static final String MACHINE = "machine";

    /** Returns the command that does the operation with buffers of its own. */
    List<String> command(Path program) {
        return command(program, true);
    }

    /** Returns the command that does the operation while another process holds the buffers. */
    List<String> command(Path program, PeerWay way) {
        List<String> command = command(program, false);
        command.add("threads=" + way.threads());
        return command;
    }

    private List<String> command(Path program, boolean withBuffers) {
        List<String> command = new ArrayList<>(List.of(program.toString(), operation));
        parameters.forEach((name, value) -> {
            if (!name.equals(MACHINE) && (withBuffers || !name.equals(BUFFERS))) {
                command.add(name + "=" + (name.equals("heap") ? heap(value) : value));
            }
        });
        return command;
    }

    private static String heap(String kind) {
        try {
            return HeapName.of(kind);
        } catch (DmaBufException failure) {
            throw new FailureException(failure.getMessage(), failure);
        }
    }

    /** Whether the operation reads what other processes have. */
    boolean readsMachine() {
        return parameters.containsKey(MACHINE);
    }

    double operationsPerCall() {
        return buffers(parameters);
    }

    /** Returns the number of buffers of an operation on many buffers, whose figures are given per buffer; else 1. */
    static double buffers(SortedMap<String, String> parameters) {
        return Double.parseDouble(parameters.getOrDefault(BUFFERS, "1"));
    }
}
