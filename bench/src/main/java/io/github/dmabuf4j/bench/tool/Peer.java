// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.bench.HeapName;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * An operation of the C program.
 *
 * @param operation as the table has it
 * @param program as the program has it
 */
record Peer(String operation, String way, String program, SortedMap<String, String> parameters) {
    /** The way of the peer that others are compared with. */
    static final String C = "C";

    private static final String C_ATTACHMENTS = "C, attachments";

    static List<Peer> of(Job job) {
        Peer peer = new Peer(job.peer(), C, job.peer(), job.parameters());
        return switch (job.peer()) {
            case "look-up" -> List.of(peer, peer.withAttachments(), peer.inAnotherWay("C, paths", "-by-paths"));
            case "snapshot" -> List.of(peer, peer.withAttachments());
            default -> List.of(peer);
        };
    }

    private Peer withAttachments() {
        return inAnotherWay(C_ATTACHMENTS, "-attachments");
    }

    private Peer inAnotherWay(String name, String programSuffix) {
        return new Peer(operation, name, program + programSuffix, parameters);
    }

    /** Whether it is of use only where the kernel tells the attachments. */
    boolean needsAttachments() {
        return way.equals(C_ATTACHMENTS);
    }

    /** The arguments of the program. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(program));
        parameters.forEach((name, value) -> arguments.add(name + "=" + (name.equals("heap") ? heap(value) : value)));
        return arguments;
    }

    private static String heap(String kind) {
        try {
            return HeapName.of(kind);
        } catch (DmaBufException failure) {
            throw new FailureException(failure.getMessage(), failure);
        }
    }

    double operationsPerCall() {
        return buffers(parameters);
    }

    /** Figures of all buffers are given for each. */
    static double buffers(SortedMap<String, String> parameters) {
        return Double.parseDouble(parameters.getOrDefault("buffers", "1"));
    }

    String label() {
        return Label.of(operation, parameters, way);
    }
}
