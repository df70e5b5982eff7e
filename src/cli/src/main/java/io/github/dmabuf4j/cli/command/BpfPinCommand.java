// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.internal.bpf.IteratorProgram;
import io.github.dmabuf4j.internal.bpf.PinnedIterators;
import io.github.dmabuf4j.internal.bpf.Pins;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pins the iterators. */
@Command(
        name = "pin",
        description = {
            "Loads the BPF iterators and pins them. Needs root.",
            "Until the next boot, or 'dmabuf bpf unpin', they can be read without loading anything. Pins that exist are"
                    + " replaced.",
            "Whoever may read them sees the names, sizes, devices and holders of all DMA-BUFs of the machine, and no"
                    + " content."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sudo dmabuf bpf pin --group video      for the members of the group video",
            "  sudo dmabuf bpf pin                    for root alone"
        })
final class BpfPinCommand extends CommandBase {
    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "The name or number of the group that may read the pins. Default: root alone.")
    private @Nullable String group;

    @Mixin
    private PinPlace place = new PinPlace();

    @Override
    public Integer call() throws IOException {
        Optional<GroupPrincipal> readers = readers();
        Set<IteratorProgram> pinned = Pins.pin(place.directory(), readers);
        Path set = PinnedIterators.ofThisVersion(place.directory());
        out().println("pinned in " + set + ", "
                + readers.map(known -> "for the group " + known).orElse("for root alone") + ": "
                + pinned.stream().map(IteratorProgram::symbol).collect(Collectors.joining(" ")));
        return ExitCode.OK;
    }

    private Optional<GroupPrincipal> readers() {
        String name = group;
        if (name == null) {
            return Optional.empty();
        }
        try {
            // A number is also that of a group without a name. A sign would change nothing, or something else.
            if (name.isEmpty() || name.startsWith("-") || name.startsWith("+")) {
                throw badUsage("--group " + name + ": that is not the name or number of a group");
            }
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(name));
        } catch (IOException unknown) {
            throw badUsage("--group " + name + ": there is no such group; 'getent group' lists them");
        }
    }
}
