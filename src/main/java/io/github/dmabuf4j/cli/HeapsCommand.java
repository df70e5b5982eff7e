// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Lists the heaps. */
@Command(
        name = "heaps",
        description =
                "Lists the DMA heaps: device, permissions, whether this user can use them, and what to do if not.")
final class HeapsCommand extends KernelCommand {
    private static final String ROW = "%-20s %-8s %-10s %-20s %s";

    @Override
    Optional<String> missingHere() throws DmaBufException {
        return Missing.heaps();
    }

    @Override
    int run() throws IOException {
        List<HeapDevice> devices = new ArrayList<>();
        for (String name : DmaHeap.names()) {
            devices.add(HeapDevice.of(name, Missing.problemOf(name)));
        }
        if (json()) {
            Json.print(out(), devices.stream().map(HeapsCommand::document).toList());
        } else {
            print(devices);
        }
        if (devices.isEmpty()) {
            err().println("dmabuf heaps: " + Missing.problemOf("system").orElse("the heaps have just come: try again"));
            return ExitCode.UNSUPPORTED;
        }
        return ExitCode.OK;
    }

    private void print(List<HeapDevice> devices) {
        if (!devices.isEmpty()) {
            out().println(ROW.formatted("HEAP", "DEVICE", "MODE", "OWNER", "USABLE"));
        }
        for (HeapDevice heap : devices) {
            out().println(ROW.formatted(
                    heap.name(),
                    heap.device(),
                    heap.mode(),
                    heap.owner(),
                    heap.problem().orElse("yes")));
        }
    }

    private static Map<String, Object> document(HeapDevice heap) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("heap", heap.name());
        document.put("device", heap.device());
        document.put("mode", heap.mode());
        document.put("owner", heap.owner());
        document.put("usable", heap.problem().isEmpty());
        heap.problem().ifPresent(problem -> document.put("problem", problem));
        return document;
    }
}
