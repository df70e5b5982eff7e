// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import picocli.CommandLine.Command;

/** The commands about pinned BPF iterators. */
@Command(
        name = "bpf",
        description =
                "Pins BPF iterators, by which the members of a group see all buffers and processes of the machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BpfPinCommand.class, BpfStatusCommand.class, BpfUnpinCommand.class})
public final class BpfCommand extends CommandBase {
    @Override
    public Integer call() {
        throw badUsage("a command is missing: pin, status or unpin");
    }
}
