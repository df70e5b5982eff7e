// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.cli.option.DurationConverter;
import io.github.dmabuf4j.cli.option.SizeOption;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Allocates buffers and keeps them open. */
@Command(
        name = "alloc",
        description = {
            "Allocates buffers and keeps them open.",
            "It prints the descriptor and inode of each, so that other programs can look at them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf alloc       1 MiB of the heap system, until Ctrl-C",
            "  dmabuf alloc --count 2 --name cam --hold 10s",
            "  dmabuf alloc --heap reserved --size 16M"
        })
public final class AllocCommand extends HeapCommand {
    private static final List<Column<Allocation>> COLUMNS = List.of(
            Column.number("fd", Allocation::fd),
            Column.unsigned("inode", Allocation::inode),
            Column.size("size", Allocation::size),
            Column.text("name", Allocation::name));

    /** What is printed of a buffer. */
    private record Allocation(int fd, long inode, long size, String name) {
        static Allocation of(DmaBuf buffer) throws DmaBufException {
            return new Allocation(buffer.fd(), buffer.inode(), buffer.size(), buffer.name());
        }
    }

    @Option(
            names = "--heap",
            paramLabel = "NAME",
            defaultValue = "system",
            description = "The heap to allocate from. Default: ${DEFAULT-VALUE}.")
    private String heapName = "";

    @Mixin
    private SizeOption size = new SizeOption();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of buffers. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--name", paramLabel = "TEXT", description = "Name of the buffers, at most 31 bytes of UTF-8.")
    private @Nullable String name;

    @Option(
            names = "--hold",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to keep them open: 500ms, 10s, 5m, 2h. Default: until Ctrl-C.")
    private @Nullable Duration hold;

    @Override
    Optional<String> missingHere() throws DmaBufException {
        return Prerequisites.usableHeap(List.of(heapName));
    }

    @Override
    int run() throws IOException {
        size.checkAgainstMemory(spec(), count);
        List<DmaBuf> buffers = new ArrayList<>();
        try (DmaHeap heap = DmaHeap.open(heapName)) {
            allocate(heap, buffers);
            print(buffers);
            // Without the printed list nobody can find the buffers.
            if (!out().checkError()) {
                waitForEnd();
            }
        } finally {
            buffers.forEach(DmaBuf::close);
        }
        return ExitCode.OK;
    }

    @Override
    void checkOptions() {
        if (count < 1) {
            throw badUsage("--count " + count + ": at least 1 buffer is needed");
        }
        if (name != null && name.getBytes(StandardCharsets.UTF_8).length > DmaBuf.MAX_NAME_BYTES) {
            throw badUsage("--name has more than " + DmaBuf.MAX_NAME_BYTES + " bytes of UTF-8");
        }
    }

    private void allocate(DmaHeap heap, List<DmaBuf> buffers) throws DmaBufException {
        while (buffers.size() < count) {
            DmaBuf buffer = heap.allocate(size.bytes());
            buffers.add(buffer);
            if (name != null) {
                buffer.setName(name);
            }
        }
    }

    private void print(List<DmaBuf> buffers) throws IOException {
        List<Allocation> rows = new ArrayList<>();
        for (DmaBuf buffer : buffers) {
            rows.add(Allocation.of(buffer));
        }
        Table<Allocation> table = new Table<>(COLUMNS, rows);
        if (json()) {
            Json.print(out(), document(table));
            return;
        }
        out().println("process " + ProcessHandle.current().pid() + " holds:");
        printText(table);
    }

    private Map<String, Object> document(Table<Allocation> table) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pid", ProcessHandle.current().pid());
        document.put("heap", heapName);
        document.put("buffers", table.documents());
        return document;
    }

    private void waitForEnd() {
        try {
            Thread.sleep(hold == null ? Duration.ofMillis(Long.MAX_VALUE) : hold);
        } catch (InterruptedException interrupt) {
            // This thread is interrupted only to end it.
            Thread.currentThread().interrupt();
        }
    }
}
