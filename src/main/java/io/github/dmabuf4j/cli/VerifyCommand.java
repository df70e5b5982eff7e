// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.cli.verify.HeapVerification;
import io.github.dmabuf4j.stats.SysfsStats;
import java.io.IOException;
import java.util.ArrayList;
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
        return missingUsableHeap().or(KernelCommand::missingStatistics);
    }

    @Override
    int run() throws IOException {
        size.checkAgainstMemory(spec());
        List<String> names = heaps.isEmpty()
                ? heapsOfThisKernel()
                : heaps.stream().distinct().toList();
        SysfsStats stats = SysfsStats.open();
        VerifyReport report = new VerifyReport();
        for (String name : names) {
            verify(name, stats, report);
        }
        if (json()) {
            Json.print(out(), report.document());
        } else {
            report.lines().forEach(out()::println);
        }
        return report.exitCode();
    }

    private static List<String> heapsOfThisKernel() throws DmaBufException {
        List<String> names = DmaHeap.names();
        if (names.isEmpty()) {
            // Opening the heap that most kernels have says what is missing.
            DmaHeap.open("system").close();
        }
        return names;
    }

    private void verify(String name, SysfsStats stats, VerifyReport report) throws IOException {
        try (DmaHeap heap = DmaHeap.open(name)) {
            report.add(name, new HeapVerification(name, heap::allocate, stats, size.bytes()).run());
        } catch (NoPermissionException notPermitted) {
            report.addNotUsable(name, String.valueOf(notPermitted.getMessage()));
        }
    }
}
