// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.NoSuchHeapException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.cli.option.SizeOption;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.verify.HeapVerification;
import io.github.dmabuf4j.cli.verify.VerifyReport;
import io.github.dmabuf4j.stats.SysfsStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the heaps and statistics of this kernel with a buffer of each heap. */
@Command(
        name = "verify",
        description =
                "Allocates a buffer from each heap and checks it: descriptor, size, content, mappings, name, and its"
                        + " entry in the kernel's statistics from the first reference to the last.")
public final class VerifyCommand extends HeapCommand {
    @Option(
            names = "--heap",
            paramLabel = "NAME",
            description = "Verify this heap; can be given more than once. Default: every heap that can be opened.")
    private List<String> heaps = new ArrayList<>();

    @Mixin
    private SizeOption size = new SizeOption();

    @Override
    Optional<String> missingHere() throws DmaBufException {
        return Prerequisites.usableHeap(heaps).or(Prerequisites::statistics);
    }

    @Override
    int run() throws IOException {
        size.checkAgainstMemory(spec());
        List<NamedHeap> opened = new ArrayList<>();
        VerifyReport report = new VerifyReport();
        try {
            openHeaps(opened, report);
            SysfsStats stats = SysfsStats.open();
            for (NamedHeap heap : opened) {
                verify(heap, stats, report);
            }
        } finally {
            opened.forEach(named -> named.heap().close());
        }
        print(report);
        return report.allPassed() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** An open heap and the name by which it was opened, which is its own or an alias. */
    private record NamedHeap(String name, DmaHeap heap) {
        static NamedHeap open(String name) throws DmaBufException {
            return new NamedHeap(name, DmaHeap.open(name));
        }

        boolean isAlias() {
            return !heap.name().equals(name);
        }
    }

    /** Opens all heaps before the first check, so that a requested heap that cannot be opened ends the command. */
    private void openHeaps(List<NamedHeap> opened, VerifyReport report) throws DmaBufException {
        if (heaps.isEmpty()) {
            openUsable(opened, report);
        } else {
            for (String name : new LinkedHashSet<>(heaps)) {
                opened.add(NamedHeap.open(name));
            }
        }
        leaveOutAliases(opened, report);
    }

    private static void openUsable(List<NamedHeap> opened, VerifyReport report) throws DmaBufException {
        for (String name : HeapDevice.names()) {
            try {
                opened.add(NamedHeap.open(name));
            } catch (NoPermissionException | NoSuchHeapException | UnsupportedKernelException problem) {
                report.addNotUsable(name, String.valueOf(problem.getMessage()));
            }
        }
        if (opened.isEmpty()) {
            // The exception says what is missing; without any heap, that of "system", which most kernels have.
            List<String> names = DmaHeap.names();
            opened.add(NamedHeap.open(names.isEmpty() ? "system" : names.get(0)));
        }
    }

    /** Closes and reports aliases, so that each heap is verified once: by its own name if listed, else by its first alias. */
    private static void leaveOutAliases(List<NamedHeap> opened, VerifyReport report) {
        Map<String, NamedHeap> heaps = new LinkedHashMap<>();
        opened.stream().filter(heap -> !heap.isAlias()).forEach(heap -> heaps.put(heap.name(), heap));
        opened.removeIf(heap -> {
            NamedHeap verified = heaps.computeIfAbsent(heap.heap().name(), own -> heap);
            boolean again = !verified.name().equals(heap.name());
            if (again) {
                heap.heap().close();
                report.addAlias(heap.name(), verified.name());
            }
            return again;
        });
    }

    private void verify(NamedHeap named, SysfsStats stats, VerifyReport report) throws IOException {
        DmaHeap heap = named.heap();
        HeapVerification verification = new HeapVerification(heap.name(), heap::allocate, stats, size.bytes());
        verification.run(result -> {
            report.add(named.name(), result);
            if (!json()) {
                out().println(VerifyReport.line(named.name(), result));
            }
        });
    }

    private void print(VerifyReport report) throws IOException {
        if (json()) {
            Json.print(out(), report.document());
        } else {
            report.closingLines().forEach(out()::println);
        }
    }
}
