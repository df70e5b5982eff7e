// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.cli.command.AllocCommand;
import io.github.dmabuf4j.cli.command.BpfCommand;
import io.github.dmabuf4j.cli.command.CommandBase;
import io.github.dmabuf4j.cli.command.DiffCommand;
import io.github.dmabuf4j.cli.command.FrameCommand;
import io.github.dmabuf4j.cli.command.HeapsCommand;
import io.github.dmabuf4j.cli.command.HelpCommand;
import io.github.dmabuf4j.cli.command.LsCommand;
import io.github.dmabuf4j.cli.command.MetricsCommand;
import io.github.dmabuf4j.cli.command.PsCommand;
import io.github.dmabuf4j.cli.command.RecordCommand;
import io.github.dmabuf4j.cli.command.ReportCommand;
import io.github.dmabuf4j.cli.command.ServeCommand;
import io.github.dmabuf4j.cli.command.ShowCommand;
import io.github.dmabuf4j.cli.command.TopCommand;
import io.github.dmabuf4j.cli.command.TraceCommand;
import io.github.dmabuf4j.cli.command.UsageCommand;
import io.github.dmabuf4j.cli.command.VerifyCommand;
import io.github.dmabuf4j.cli.command.WatchCommand;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The commands by their names. Each one that is built adds to the time that every call takes, so only what is named is built. */
final class Commands {
    /** Prints the help of others, and so needs them. */
    private static final String HELP = "help";

    /** All, in the order of the help. */
    static final List<String> NAMES = List.of(
            "verify", "heaps", "alloc", "ls", "ps", "usage", "show", "record", "diff", "report", "watch", "top",
            "trace", "frame", "metrics", "serve", "bpf", HELP);

    private static final Set<String> VERSION = Set.of("-V", "--version");

    private Commands() {}

    /**
     * Returns the command that arguments name, none where they only ask for the version, and all where it is not clear. Behind an
     * option, a name can be that of a command or the value of the option: both are built then.
     */
    static List<String> namedBy(String[] arguments) {
        if (arguments.length == 1 && VERSION.contains(arguments[0])) {
            return List.of();
        }
        List<String> named =
                Stream.of(arguments).filter(NAMES::contains).distinct().toList();
        boolean isClear = Stream.of(arguments)
                .takeWhile(argument -> !NAMES.contains(argument))
                .allMatch(argument -> argument.startsWith("-"));
        if (named.isEmpty() || named.get(0).equals(HELP) || !isClear) {
            return NAMES;
        }
        return arguments[0].equals(named.get(0)) ? List.of(arguments[0]) : named;
    }

    /** Adds commands to a command line, and returns it. */
    static CommandLine addTo(CommandLine main, List<String> names) {
        for (String name : names) {
            main.addSubcommand(name, command(name));
        }
        setSpecs(main);
        return main;
    }

    private static void setSpecs(CommandLine line) {
        if (line.getCommand() instanceof CommandBase command) {
            command.setSpec(line.getCommandSpec());
        }
        line.getSubcommands().values().forEach(Commands::setSpecs);
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
            case "watch" -> new WatchCommand();
            case "top" -> new TopCommand();
            case "trace" -> new TraceCommand();
            case "frame" -> new FrameCommand();
            case "metrics" -> new MetricsCommand();
            case "serve" -> new ServeCommand();
            case "bpf" -> new BpfCommand();
            case HELP -> new HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
