// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.cli.option.DurationConverter;
import io.github.dmabuf4j.cli.option.SizeOption;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
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

/** Allocates buffers and holds them. */
@Command(
        name = "alloc",
        description = "Allocates buffers, prints the descriptor and inode of each, and holds them for whoever wants to"
                + " watch.")
public final class AllocCommand extends HeapCommand {
    private static final String ROW = "%-6s %-10s %-14s %s";

    @Option(names = "--heap", paramLabel = "NAME", defaultValue = "system", description = "Default: ${DEFAULT-VALUE}.")
    private String heapName = "";

    @Mixin
    private SizeOption size = new SizeOption();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many buffers. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--name", paramLabel = "TEXT", description = "Name of the buffers, at most 31 bytes of UTF-8.")
    private @Nullable String name;

    @Option(
            names = "--hold",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to hold them: 500ms, 10s, 5m, 2h. Default: until Ctrl-C.")
    private @Nullable Duration hold;

    @Override
    Optional<String> missingHere() throws DmaBufException {
        checkOptions();
        return Prerequisites.usableHeap(List.of(heapName));
    }

    @Override
    int run() throws IOException {
        checkOptions();
        size.checkAgainstMemory(spec(), count);
        List<DmaBuf> buffers = new ArrayList<>();
        try (DmaHeap heap = DmaHeap.open(heapName)) {
            allocate(heap, buffers);
            print(buffers);
            // Where the list could not be printed, nobody can watch the buffers.
            if (!out().checkError()) {
                waitForEnd();
            }
        } finally {
            buffers.forEach(DmaBuf::close);
        }
        return ExitCode.OK;
    }

    private void checkOptions() {
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
        if (json()) {
            Json.print(out(), document(buffers));
            return;
        }
        out().println("process " + ProcessHandle.current().pid() + " holds:");
        out().println(ROW.formatted("FD", "INODE", "SIZE", "NAME"));
        for (DmaBuf buffer : buffers) {
            String inode = Long.toUnsignedString(buffer.inode());
            out().println(ROW.formatted(buffer.fd(), inode, buffer.size(), TerminalEscape.of(buffer.name()))
                    .stripTrailing());
        }
    }

    private Map<String, Object> document(List<DmaBuf> buffers) throws DmaBufException {
        List<Object> rows = new ArrayList<>();
        for (DmaBuf buffer : buffers) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("fd", buffer.fd());
            row.put("inode", SnapshotDocument.inode(buffer.inode()));
            row.put("size", buffer.size());
            row.put("name", buffer.name());
            rows.add(row);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pid", ProcessHandle.current().pid());
        document.put("heap", heapName);
        document.put("buffers", rows);
        return document;
    }

    private void waitForEnd() {
        try {
            Thread.sleep(hold == null ? Duration.ofMillis(Long.MAX_VALUE) : hold);
        } catch (InterruptedException interrupt) {
            // Nobody interrupts this thread but to end it: the buffers go.
            Thread.currentThread().interrupt();
        }
    }
}
