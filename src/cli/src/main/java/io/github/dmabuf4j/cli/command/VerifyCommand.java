// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.option.SizeOption;
import io.github.dmabuf4j.cli.text.DidYouMean;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.verify.Allocator;
import io.github.dmabuf4j.cli.verify.Statistics;
import io.github.dmabuf4j.cli.verify.StatisticsSources;
import io.github.dmabuf4j.cli.verify.Subject;
import io.github.dmabuf4j.cli.verify.Verification;
import io.github.dmabuf4j.cli.verify.VerifyReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the allocators and statistics of this kernel with a buffer of each allocator. */
@Command(
        name = "verify",
        description = {
            "Allocates a buffer from each heap and checks it.",
            "It checks descriptor, size, content, mappings, name, and the entry in the kernel's statistics from the first"
                    + " reference to the last. Where no heap can be used, the buffer comes from udmabuf.",
            "The statistics are those of the first source that can be read and lists all buffers: sysfs, bpf, debugfs;"
                    + " without one, bpf and fdinfo, which list what processes hold. What could not be"
                    + " checked is listed as skipped, with the reason; only --require makes it a failure."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf verify                          here, or in the test VM",
            "  dmabuf verify --here --heap system",
            "  dmabuf verify --require sysfs,fdinfo   fails where one cannot be checked"
        })
public final class VerifyCommand extends HeapCommand {
    private final StatisticsSources sources = StatisticsSources.ofKernel();

    @Option(
            names = "--heap",
            paramLabel = "NAME",
            description = "Verify this heap; can be given more than once. Default: every heap that can be opened.")
    private List<String> heaps = new ArrayList<>();

    @Option(
            names = "--allocator",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Verify buffers of heap or udmabuf; separate both with a comma. Default: heap; udmabuf where no"
                            + " heap can be used.")
    private Set<Allocator> allocators = EnumSet.noneOf(Allocator.class);

    @Option(
            names = "--require",
            paramLabel = "NAME",
            split = ",",
            description = "Fail if this cannot be checked on this kernel: heap, udmabuf, sysfs, bpf, debugfs or fdinfo;"
                    + " separate several with commas. It is checked also where another one would do, and never in the"
                    + " test VM unless --vm is given.")
    private Set<String> required = new LinkedHashSet<>();

    @Mixin
    private SizeOption size = new SizeOption();

    /** A requirement is about this kernel: another one cannot meet it. */
    @Override
    Optional<String> missingHere() throws DmaBufException {
        return required.isEmpty() ? Prerequisites.usableAllocator() : Optional.empty();
    }

    @Override
    int run() throws IOException {
        size.checkAgainstMemory(spec());
        VerifyReport report = new VerifyReport(required);
        try (OpenAllocators opened = new OpenAllocators(heaps, report)) {
            open(opened);
            List<Statistics> statistics = openStatistics(report);
            try {
                for (OpenAllocators.Opened one : opened.list()) {
                    verify(one, statistics, report);
                }
            } finally {
                statistics.forEach(Statistics::close);
            }
        }
        print(report);
        return report.hasSucceeded() ? ExitCode.OK : ExitCode.FAILED;
    }

    @Override
    void checkOptions() {
        List<String> known = Stream.concat(Stream.of(Allocator.values()).map(Allocator::word), sources.names().stream())
                .toList();
        for (String name : required) {
            if (!known.contains(name)) {
                throw badUsage("--require " + name + ": what can be required is " + String.join(", ", known)
                        + DidYouMean.clause(name, known));
            }
        }
        if (!heaps.isEmpty() && !allocators.isEmpty() && !allocators.contains(Allocator.HEAP)) {
            throw badUsage("--heap names a heap, and --allocator udmabuf uses none: leave one of them out");
        }
    }

    /** Opens all allocators before the first check, so that a requested one that cannot be opened ends the command. */
    private void open(OpenAllocators opened) throws DmaBufException {
        if (allocators.isEmpty() && heaps.isEmpty()) {
            opened.openHeapsOrUdmabuf();
        } else {
            for (Allocator kind : allocators.isEmpty() ? EnumSet.of(Allocator.HEAP) : EnumSet.copyOf(allocators)) {
                opened.open(kind);
            }
        }
        opened.openAlso(Stream.of(Allocator.values())
                .filter(kind -> required.contains(kind.word()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Allocator.class))));
    }

    private List<Statistics> openStatistics(VerifyReport report) {
        List<Statistics> statistics = sources.open(required, report::addSkipped);
        if (statistics.stream().noneMatch(Statistics::listsAllBuffers)) {
            report.addSkipped(
                    "release",
                    "whether the kernel frees the buffer is not known, since no source that can be read lists buffers"
                            + " that no process holds");
        }
        return statistics;
    }

    private void verify(OpenAllocators.Opened one, List<Statistics> statistics, VerifyReport report)
            throws IOException {
        Subject subject = one.subject();
        Verification verification =
                new Verification(one.allocator().name(), one.allocator()::allocate, statistics, size.bytes());
        List<String> notRun = verification.run(result -> {
            report.add(subject, result);
            printLine(VerifyReport.line(subject, result));
        });
        if (!notRun.isEmpty()) {
            report.addNotRun(subject, notRun);
            printLine(VerifyReport.notRunLine(subject, notRun));
        }
    }

    private void printLine(String line) {
        if (!json()) {
            out().println(line);
        }
    }

    private void print(VerifyReport report) throws IOException {
        if (json()) {
            Json.print(out(), report.document());
        } else {
            report.closingLines().forEach(out()::println);
        }
    }
}
