// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.cli.command.AllocCommand;
import io.github.dmabuf4j.cli.command.BpfCommand;
import io.github.dmabuf4j.cli.command.DiffCommand;
import io.github.dmabuf4j.cli.command.HeapsCommand;
import io.github.dmabuf4j.cli.command.LsCommand;
import io.github.dmabuf4j.cli.command.PsCommand;
import io.github.dmabuf4j.cli.command.RecordCommand;
import io.github.dmabuf4j.cli.command.ReportCommand;
import io.github.dmabuf4j.cli.command.ShowCommand;
import io.github.dmabuf4j.cli.command.TopCommand;
import io.github.dmabuf4j.cli.command.UsageCommand;
import io.github.dmabuf4j.cli.command.VerifyCommand;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/** The commands by their names. Each one that is built adds to the time that every call takes, so only what is named is built. */
final class Commands {
    /** All, in the order of the help. */
    static final List<String> NAMES = List.of(
            "verify", "heaps", "alloc", "ls", "ps", "usage", "show", "record", "diff", "report", "top", "bpf");

    private static final Set<String> VERSION = Set.of("-V", "--version");
    /** Options of {@link Main} itself, and what ends options: the argument after them is not a command to run. */
    private static final Set<String> OF_MAIN = Set.of("-h", "--help", "-V", "--version", "--");

    private Commands() {}

    /** Returns the command that arguments name, none where they only ask for the version, and all where it is not clear. */
    static List<String> namedBy(String[] arguments) {
        if (arguments.length == 1 && VERSION.contains(arguments[0])) {
            return List.of();
        }
        for (String argument : arguments) {
            if (NAMES.contains(argument)) {
                return List.of(argument);
            }
            if (!argument.startsWith("-") || OF_MAIN.contains(argument)) {
                break;
            }
        }
        return NAMES;
    }

    /** Adds commands to a command line, and returns it. */
    static CommandLine addTo(CommandLine main, List<String> names) {
        for (String name : names) {
            main.addSubcommand(name, command(name));
        }
        return main;
    }

    private static Object command(String name) {
        return switch (name) {
            case "verify" -> new VerifyCommand();
            case "heaps" -> new HeapsCommand();
            case "alloc" -> new AllocCommand();
            case "ls" -> new LsCommand();
            case "ps" -> new PsCommand();
            case "usage" -> new UsageCommand();
            case "show" -> new ShowCommand();
            case "record" -> new RecordCommand();
            case "diff" -> new DiffCommand();
            case "report" -> new ReportCommand();
            case "top" -> new TopCommand();
            case "bpf" -> new BpfCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
