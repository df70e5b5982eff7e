// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.internal.bpf.KernelIterators;
import io.github.dmabuf4j.internal.bpf.PinnedSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what is pinned. */
@Command(
        name = "status",
        description = {
            "Shows which pins there are, and whether this user can read them.",
            "It also shows whom they are for, Android's pin, and the iterators of this kernel.",
            "The exit code is 0 if this user can read the pins of this version of dmabuf, and 1 if not."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  dmabuf bpf status", "  dmabuf bpf status --json"})
final class BpfStatusCommand extends CommandBase {
    private static final List<Column<PinStatus>> COLUMNS = List.of(
            Column.text("pins", PinStatus::name),
            Column.text("group", PinStatus::group),
            Column.text("programs", status -> String.join(" ", status.programs())),
            Column.number("buffers", PinStatus::buffers),
            Column.sentence("readable", status -> status.problem().orElse("yes")));

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private PinPlace place = new PinPlace();

    @Override
    public Integer call() throws IOException {
        List<PinStatus> all = all();
        List<String> iterators = KernelIterators.ofThisKernel();
        if (json) {
            Json.print(out(), document(all, iterators));
        } else {
            printText(all, iterators);
        }
        return all.stream().anyMatch(PinStatus::isUsed) ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<PinStatus> all() throws DmaBufException {
        List<PinStatus> all = new ArrayList<>();
        for (PinnedSet set : PinnedSet.in(place.directory())) {
            all.add(PinStatus.of(place.directory(), set));
        }
        PinStatus.ofAndroid().ifPresent(all::add);
        return all;
    }

    private void printText(List<PinStatus> all, List<String> iterators) {
        if (all.isEmpty()) {
            out().println("nothing is pinned in " + place.directory() + ": 'sudo dmabuf bpf pin --group GROUP' pins");
        } else {
            new Table<>(COLUMNS, all)
                    .lines(SizeFormat.BYTES, new TextStyle(false))
                    .forEach(out()::println);
        }
        out().println("iterators of this kernel: "
                + (iterators.isEmpty()
                        ? "none that is described (CONFIG_DEBUG_INFO_BTF=y is needed)"
                        : String.join(" ", iterators)));
    }

    private Map<String, Object> document(List<PinStatus> all, List<String> iterators) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("directory", place.directory().toString());
        document.put("pins", all.stream().map(PinStatus::document).toList());
        document.put("iterators", iterators);
        return document;
    }
}
