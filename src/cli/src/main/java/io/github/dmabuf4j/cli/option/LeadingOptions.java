// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Stack;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Moves options that come before a command behind it: {@code --sort size ls} becomes {@code ls --sort size}. Options of commands
 * without a command are left out, so that the message is about the command that is missing.
 */
public final class LeadingOptions implements IParameterPreprocessor {

    /** Called before the arguments of the main command are parsed. The next argument is the last of the stack. */
    @Override
    public boolean preprocess(
            Stack<String> arguments, CommandSpec main, @Nullable ArgSpec none, Map<String, Object> info) {
        List<String> words = new ArrayList<>(arguments);
        Collections.reverse(words);
        if (!moveCommand(words, 0, main)) {
            removeOptions(words, main);
        }
        Collections.reverse(words);
        arguments.clear();
        arguments.addAll(words);
        return false;
    }

    /** Moves a command to an index, and behind it one of its own commands; returns false where no command is named. */
    private static boolean moveCommand(List<String> words, int to, CommandSpec spec) {
        int from = command(words, to, spec);
        if (from >= 0) {
            String name = words.remove(from);
            words.add(to, name);
            moveCommand(words, to + 1, subcommand(spec, name));
        }
        return from >= 0;
    }

    /** The index of a command with nothing before it but its options; else of the first behind options of any kind, or -1. */
    private static int command(List<String> words, int start, CommandSpec spec) {
        int end = words.contains("--") ? words.indexOf("--") : words.size();
        int[] named = IntStream.range(start, end)
                .filter(at -> spec.subcommands().containsKey(words.get(at)))
                .toArray();
        return IntStream.of(named)
                .filter(at -> areOptions(words.subList(start, at), subcommand(spec, words.get(at))))
                .findFirst()
                .orElseGet(() -> IntStream.of(named)
                        .filter(at -> words.subList(start, at).stream().allMatch(word -> word.startsWith("-")))
                        .findFirst()
                        .orElse(-1));
    }

    private static CommandSpec subcommand(CommandSpec spec, String name) {
        return Objects.requireNonNull(spec.subcommands().get(name)).getCommandSpec();
    }

    /** Whether words are options of a command, or of those below it, with their values. */
    private static boolean areOptions(List<String> words, CommandSpec spec) {
        int at = 0;
        while (at < words.size()) {
            int length = length(words.get(at), spec);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return at == words.size();
    }

    private static void removeOptions(List<String> words, CommandSpec main) {
        int at = 0;
        while (at < words.size() && !words.get(at).equals("--")) {
            int length = ownLength(words.get(at), main) > 0 ? 0 : length(words.get(at), main);
            words.subList(at, Math.min(at + length, words.size())).clear();
            at += length == 0 ? 1 : 0;
        }
    }

    /** How many words an option of a command, or of those below it, takes with its values; 0 for another word. */
    private static int length(String word, CommandSpec spec) {
        int own = ownLength(word, spec);
        return own > 0
                ? own
                : spec.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .mapToInt(below -> length(word, below))
                        .max()
                        .orElse(0);
    }

    private static int ownLength(String word, CommandSpec spec) {
        OptionSpec option = option(word, spec);
        if (option != null) {
            return 1 + option.arity().min();
        }
        return hasAttachedValue(word, spec) ? 1 : 0;
    }

    /** Whether it is {@code --option=value} or {@code -ovalue}. */
    private static boolean hasAttachedValue(String word, CommandSpec spec) {
        int sign = word.indexOf('=');
        boolean isLong = word.startsWith("--");
        if (sign > 0 && option(word.substring(0, sign), spec) != null) {
            return true;
        }
        return !isLong && word.length() > 2 && option(word.substring(0, 2), spec) != null;
    }

    private static @Nullable OptionSpec option(String name, CommandSpec spec) {
        OptionSpec option = spec.optionsMap().get(name);
        return option == null ? spec.negatedOptionsMap().get(name) : option;
    }
}
