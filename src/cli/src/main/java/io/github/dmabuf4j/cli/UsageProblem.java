// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.cli.text.DidYouMean;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Bad usage in one sentence: what is wrong, what may have been meant, and what to type next. */
final class UsageProblem {
    /** Options of similar programs, and what does the same here. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "--watch", "use 'dmabuf top', or 'watch -n 2 %s'",
            "-w", "use 'dmabuf top', or 'watch -n 2 %s'",
            "--follow", "use 'dmabuf top', or 'dmabuf record' for a file");

    private static final Map<Class<?>, String> NUMBERS = Map.of(
            int.class, "a whole number up to " + Integer.MAX_VALUE,
            long.class, "a whole number up to " + Long.MAX_VALUE);

    private final ParameterException problem;
    private final CommandSpec command;

    UsageProblem(ParameterException problem) {
        this.problem = problem;
        this.command = problem.getCommandLine().getCommandSpec();
    }

    /** The line to print: the command, the sentence, and where its help is. */
    String message() {
        List<String> unmatched = problem instanceof UnmatchedArgumentException other ? other.getUnmatched() : List.of();
        String name = command.qualifiedName();
        if (!unmatched.isEmpty() && isCommand(unmatched.get(0))) {
            return name + ": " + unknownCommand(unmatched.get(0));
        }
        String sentence = unmatched.isEmpty() ? ofValue() : ofUnknown(unmatched.get(0));
        return name + ": " + TerminalEscape.sentence(sentence) + " (see: " + name + " --help)";
    }

    private boolean isCommand(String argument) {
        return !isOption(argument) && !command.subcommands().isEmpty();
    }

    private static boolean isOption(String argument) {
        return argument.startsWith("-") && argument.length() > 1;
    }

    private String unknownCommand(String argument) {
        String meant = DidYouMean.clause(argument, command.subcommands().keySet());
        String help = command.parent() == null ? "dmabuf help" : "dmabuf help " + command.name();
        return "unknown command " + quoted(argument) + (meant.isEmpty() ? ";" : meant) + " '" + help
                + "' lists the commands";
    }

    private String ofUnknown(String argument) {
        return isOption(argument)
                ? "unknown option " + quoted(argument) + inPlaceOf(argument)
                : "unexpected argument " + quoted(argument) + takesNone();
    }

    private String takesNone() {
        return command.positionalParameters().isEmpty() ? ": it takes only options" : "";
    }

    private static String quoted(String argument) {
        return "'" + TerminalEscape.of(argument) + "'";
    }

    private String inPlaceOf(String option) {
        String name = option.split("=", 2)[0];
        String other = ELSEWHERE.get(name);
        return other == null ? DidYouMean.clause(name, optionNames()) : ": " + other.formatted(command.qualifiedName());
    }

    private Set<String> optionNames() {
        Set<String> names = new TreeSet<>(command.optionsMap().keySet());
        names.addAll(command.negatedOptionsMap().keySet());
        // A suggestion of one letter would fit to every other letter.
        names.removeIf(name -> !name.startsWith("--"));
        return names;
    }

    private String ofValue() {
        String message = String.valueOf(problem.getMessage());
        ArgSpec argument = problem.getArgSpec();
        if (!(problem.getCause() instanceof TypeConversionException refusal) || argument == null) {
            return message.replaceFirst("^Error: ", "");
        }
        return label(argument) + ofValue(argument, String.valueOf(problem.getValue()), refusal);
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() + " " : argument.paramLabel() + " ";
    }

    private static String ofValue(ArgSpec argument, String value, TypeConversionException refusal) {
        List<String> known = choices(argument);
        if (!known.isEmpty()) {
            return TerminalEscape.of(value) + ": give one of " + String.join(", ", known)
                    + DidYouMean.clause(value, known);
        }
        String number = NUMBERS.get(argument.typeInfo().getType());
        return number == null ? String.valueOf(refusal.getMessage()) : TerminalEscape.of(value) + ": give " + number;
    }

    /** What the value of an option can be; empty where it is not one of a list. */
    private static List<String> choices(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return candidates == null
                ? List.of()
                : StreamSupport.stream(candidates.spliterator(), false)
                        .map(one -> one.toLowerCase(Locale.ROOT))
                        .toList();
    }
}
