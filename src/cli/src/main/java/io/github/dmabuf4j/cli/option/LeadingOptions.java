// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Moves options that come before a command behind it: {@code --here verify} becomes {@code verify --here}. Options of commands
 * without a command are left out, so that the message is about the command that is missing.
 */
public final class LeadingOptions implements IParameterPreprocessor {

    /** Called before the arguments of the main command are parsed. The next argument is the last of the stack. */
    @Override
    public boolean preprocess(
            Stack<String> arguments, CommandSpec main, @Nullable ArgSpec none, Map<String, Object> info) {
        int command = command(arguments, arguments.size(), main);
        CommandLine named = command < 0 ? null : main.subcommands().get(arguments.get(command));
        if (command < 0) {
            arguments.removeIf(argument -> isOfAnyCommand(argument, main));
        } else if (named != null) {
            moveToFront(arguments, command, named.getCommandSpec());
        }
        return false;
    }

    /** Where the first argument is, before an index of the stack, that is not an option of a command; -1 if there is none. */
    private static int command(Stack<String> arguments, int end, CommandSpec main) {
        int command = end - 1;
        while (command >= 0 && isOfCommand(arguments.get(command), main)) {
            command--;
        }
        return command;
    }

    /** Moves a command and, if it has commands of its own, the one that is named. */
    private static void moveToFront(Stack<String> arguments, int at, CommandSpec spec) {
        String command = arguments.remove(at);
        int inner = command(arguments, at, spec);
        if (inner >= 0 && spec.subcommands().containsKey(arguments.get(inner))) {
            arguments.add(arguments.remove(inner));
        }
        arguments.add(command);
    }

    private static boolean isOfCommand(String argument, CommandSpec main) {
        return argument.startsWith("-") && !argument.equals("--") && main.findOption(argument) == null;
    }

    private static boolean isOfAnyCommand(String argument, CommandSpec main) {
        return main.subcommands().values().stream()
                .anyMatch(command -> command.getCommandSpec().findOption(argument) != null);
    }
}
