// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists the heaps of this machine. */
@Command(
        name = "heaps",
        description =
                "Lists the entries of /dev/dma_heap on this machine: device, permissions, which heap an alias leads to,"
                        + " whether this user can use them, and what to do if not. Without heaps: an empty list, a"
                        + " sentence on stderr that says what the kernel needs, and exit code 3.")
public final class HeapsCommand extends HeapCommand {
    private static final List<Column<HeapDevice>> COLUMNS = List.of(
            Column.text("heap", HeapDevice::name),
            Column.text("device", HeapDevice::device),
            Column.text("mode", HeapDevice::mode),
            Column.text("owner", HeapDevice::owner),
            Column.text("aliasOf", HeapDevice::aliasOf),
            Column.sentence("usable", heap -> heap.problem().orElse("yes")));

    @Override
    int run() throws IOException {
        List<HeapDevice> devices = HeapDevice.names().stream()
                .map(name -> HeapDevice.of(name, Prerequisites.problemOf(name)))
                .toList();
        if (json()) {
            Json.print(out(), devices.stream().map(HeapsCommand::document).toList());
        } else if (!devices.isEmpty()) {
            new Table<>(COLUMNS, devices)
                    .lines(SizeFormat.BYTES, new TextStyle(false))
                    .forEach(out()::println);
        }
        if (DmaHeap.names().isEmpty()) {
            err().println("dmabuf heaps: "
                    + Prerequisites.problemOf("system").orElse("the heaps have just come: try again"));
            return ExitCode.UNSUPPORTED;
        }
        return ExitCode.OK;
    }

    private static Map<String, Object> document(HeapDevice heap) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("heap", heap.name());
        heap.device().ifPresent(device -> document.put("device", device));
        heap.mode().ifPresent(mode -> document.put("mode", mode));
        heap.owner().ifPresent(owner -> document.put("owner", owner));
        heap.aliasOf().ifPresent(alias -> document.put("aliasOf", alias));
        document.put("usable", heap.problem().isEmpty());
        heap.problem().ifPresent(problem -> document.put("problem", problem));
        return document;
    }
}
