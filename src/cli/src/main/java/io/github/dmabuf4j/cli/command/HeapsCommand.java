// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Lists the heaps of this machine. */
@Command(
        name = "heaps",
        description = {
            "Lists the entries of /dev/dma_heap on this machine.",
            "It prints device, permissions, the heap that an alias leads to, and whether this user can use it, or what"
                    + " to do about it. Where there are no heaps, the list is empty, a message on stderr says what the"
                    + " kernel needs, and the exit code is 3."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  dmabuf heaps", "  dmabuf heaps --json"})
public final class HeapsCommand extends HeapCommand {
    private static final List<Column<HeapDevice>> FACTS = List.of(
            Column.text("heap", HeapDevice::name),
            Column.text("device", HeapDevice::device),
            Column.text("mode", HeapDevice::mode),
            Column.text("owner", HeapDevice::owner),
            Column.text("aliasOf", HeapDevice::aliasOf));

    /** In text one column has the answer and the reason. */
    private static final List<Column<HeapDevice>> TEXT =
            with(List.of(Column.sentence("usable", heap -> heap.problem().orElse("yes"))));

    private static final List<Column<HeapDevice>> JSON = with(List.of(
            Column.flag("usable", heap -> heap.problem().isEmpty()), Column.sentence("problem", HeapDevice::problem)));

    private static List<Column<HeapDevice>> with(List<Column<HeapDevice>> more) {
        return Stream.concat(FACTS.stream(), more.stream()).toList();
    }

    @Override
    int run() throws IOException {
        List<HeapDevice> devices = HeapDevice.names().stream()
                .map(name -> HeapDevice.of(name, Prerequisites.problemOf(name)))
                .toList();
        if (json()) {
            Json.print(out(), documents(devices));
        } else if (!devices.isEmpty()) {
            printText(new Table<>(TEXT, devices));
        }
        if (DmaHeap.names().isEmpty()) {
            err().println("dmabuf heaps: "
                    + Prerequisites.problemOf("system").orElse("the heaps have appeared only now: try again"));
            return ExitCode.UNSUPPORTED;
        }
        return ExitCode.OK;
    }

    /** Members that an entry does not have are left out. */
    private static List<Map<String, Object>> documents(List<HeapDevice> devices) {
        List<Map<String, Object>> documents = new Table<>(JSON, devices).documents();
        documents.forEach(document -> document.values().removeIf(Objects::isNull));
        return documents;
    }
}
