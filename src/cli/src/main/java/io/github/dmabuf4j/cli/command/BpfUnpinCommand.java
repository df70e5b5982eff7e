// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.internal.bpf.Pins;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes the pins. */
@Command(
        name = "unpin",
        description = {
            "Removes the pins. Needs root.",
            "It removes those of all versions of dmabuf, and the BPF file system at /run/dmabuf4j/bpf. Where nothing is"
                    + " pinned it does nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sudo dmabuf bpf unpin", "  dmabuf bpf status     shows what is left: nothing"})
final class BpfUnpinCommand extends CommandBase {
    @Mixin
    private PinPlace place = new PinPlace();

    @Override
    public Integer call() throws IOException {
        boolean isRemoved = Pins.unpin(place.directory());
        out().println(
                        isRemoved
                                ? "removed the pins in " + place.directory()
                                : "nothing is pinned in " + place.directory());
        return ExitCode.OK;
    }
}
