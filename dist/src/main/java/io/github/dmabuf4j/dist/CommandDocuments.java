// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.dist;

import io.github.dmabuf4j.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes what is made from the commands' own help: a manual page for each command in AsciiDoc, and the completion for bash. */
public final class CommandDocuments {
    private CommandDocuments() {}

    /** Writes into two directories: that of the pages, and that of the completion. */
    public static void main(String... arguments) throws IOException {
        CommandLine dmabuf =
                Main.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
        Path pages = Files.createDirectories(Path.of(arguments[0]));
        for (CommandLine command : withCommandsBelow(dmabuf).toList()) {
            ManualPage page = new ManualPage(command.getCommandSpec());
            Files.writeString(pages.resolve(page.name() + ".adoc"), page.text());
        }
        Path completion = Files.createDirectories(Path.of(arguments[1]));
        Files.writeString(completion.resolve("dmabuf"), bashCompletion(dmabuf));
    }

    private static Stream<CommandLine> withCommandsBelow(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(CommandDocuments::withCommandsBelow));
    }

    /** Without the first line: the file is read by a shell and not run. */
    static String bashCompletion(CommandLine dmabuf) {
        List<String> lines = AutoComplete.bash("dmabuf", dmabuf).lines().skip(1).toList();
        return String.join("\n", lines) + "\n";
    }
}
