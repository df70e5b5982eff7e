// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import picocli.CommandLine.Command;

/** The commands about pinned BPF iterators. */
@Command(
        name = "bpf",
        description = {
            "Lets a group of users see the whole machine without root.",
            "It pins BPF iterators, by which the members of the group see all buffers and processes of the machine."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BpfPinCommand.class, BpfStatusCommand.class, BpfUnpinCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sudo dmabuf bpf pin --group video      its members see the whole machine",
            "  dmabuf bpf status",
            "  sudo dmabuf bpf unpin"
        })
public final class BpfCommand extends CommandBase {
    @Override
    public Integer call() {
        throw badUsage("a command is missing: pin, status or unpin");
    }
}
