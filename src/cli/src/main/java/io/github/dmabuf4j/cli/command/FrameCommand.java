// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import picocli.CommandLine.Command;

/** The commands about the pictures in buffers. */
@Command(
        name = "frame",
        description = {
            "Looks at the picture in a buffer.",
            "The kernel does not know what a buffer contains: size and format must be given."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = FrameDumpCommand.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sudo dmabuf frame dump 8 --size 640x480 --format XRGB8888 --out picture.png",
            "  dmabuf frame dump --help               how to say where the picture lies"
        })
public final class FrameCommand extends CommandBase {
    @Override
    public Integer call() {
        throw badUsage("a command is missing: dump");
    }
}
