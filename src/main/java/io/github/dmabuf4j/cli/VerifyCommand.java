// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.cli.verify.HeapVerification;
import io.github.dmabuf4j.stats.SysfsStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks this kernel's heaps and statistics end to end with a real buffer of each heap. */
@Command(
        name = "verify",
        description = "Allocates a buffer from each heap and checks it end to end: descriptor, size, content, mappings,"
                + " name, and its entry in the kernel's statistics from the first reference to the last.")
final class VerifyCommand extends KernelCommand {
    @Option(
            names = "--heap",
            paramLabel = "NAME",
            description = "Verify this heap; may be given again. Default: every heap that can be opened.")
    private List<String> heaps = new ArrayList<>();

    @Mixin
    private SizeOption size = new SizeOption();

    @Override
    Optional<String> missingHere() throws DmaBufException {
        return Missing.usableHeap().or(Missing::statistics);
    }

    @Override
    int run() throws IOException {
        size.checkAgainstMemory(spec());
        List<DmaHeap> opened = new ArrayList<>();
        VerifyReport report = new VerifyReport();
        try {
            openHeaps(opened, report);
            SysfsStats stats = SysfsStats.open();
            for (DmaHeap heap : opened) {
                verify(heap, stats, report);
            }
        } finally {
            opened.forEach(DmaHeap::close);
        }
        print(report);
        return report.exitCode();
    }

    /** Opens all before the first check: a heap that was asked for and cannot be had ends the command. */
    private void openHeaps(List<DmaHeap> opened, VerifyReport report) throws DmaBufException {
        if (!heaps.isEmpty()) {
            for (String name : new LinkedHashSet<>(heaps)) {
                opened.add(DmaHeap.open(name));
            }
            return;
        }
        List<String> names = DmaHeap.names();
        for (String name : names) {
            try {
                opened.add(DmaHeap.open(name));
            } catch (NoPermissionException problem) {
                report.addNotUsable(name, String.valueOf(problem.getMessage()));
            }
        }
        if (opened.isEmpty()) {
            // Opening the first, or where there is none the one that most kernels have, says what is missing.
            opened.add(DmaHeap.open(names.isEmpty() ? "system" : names.get(0)));
        }
    }

    private void verify(DmaHeap heap, SysfsStats stats, VerifyReport report) throws IOException {
        HeapVerification verification = new HeapVerification(heap.name(), heap::allocate, stats, size.bytes());
        verification.run(result -> {
            report.add(heap.name(), result);
            if (!json()) {
                out().println(VerifyReport.line(heap.name(), result));
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
