// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.option.HelpStyle;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints the help of a command. Unlike picocli's own, it also does so for commands below commands. */
@Command(
        name = "help",
        description = {
            "Prints the help of a command.",
            "It is that of --help; without a command, that of dmabuf, with all commands."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  dmabuf help            all commands", "  dmabuf help ls", "  dmabuf help bpf pin"})
public final class HelpCommand extends CommandBase {
    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The command; of one of 'dmabuf bpf' both words: bpf pin.")
    private List<String> path = new ArrayList<>();

    @Override
    public Integer call() {
        CommandLine command = spec().root().commandLine();
        for (String name : path) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new UnmatchedArgumentException(command, List.of(name));
            }
            command = next;
        }
        HelpStyle.apply(spec().root().commandLine());
        command.usage(out(), command.getColorScheme());
        return ExitCode.OK;
    }
}
