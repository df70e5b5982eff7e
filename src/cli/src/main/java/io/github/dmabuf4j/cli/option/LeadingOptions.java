// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
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
        int command = arguments.size() - 1;
        while (command >= 0 && isOfCommand(arguments.get(command), main)) {
            command--;
        }
        if (command >= 0 && main.subcommands().containsKey(arguments.get(command))) {
            arguments.add(arguments.remove(command));
        } else if (command < 0) {
            arguments.removeIf(argument -> isOfAnyCommand(argument, main));
        }
        return false;
    }

    private static boolean isOfCommand(String argument, CommandSpec main) {
        return argument.startsWith("-") && !argument.equals("--") && main.findOption(argument) == null;
    }

    private static boolean isOfAnyCommand(String argument, CommandSpec main) {
        return main.subcommands().values().stream()
                .anyMatch(command -> command.getCommandSpec().findOption(argument) != null);
    }
}
