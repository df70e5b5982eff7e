// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * The manual page of a command, in AsciiDoc. picocli writes the sections of the command's options. This class adds what a
 * terminal's help leaves out: the exit codes of all commands, and where else to look.
 */
final class ManualPage {
    private static final String BLOCK = "....";

    private final CommandSpec command;
    private final CommandSpec main;

    ManualPage(CommandSpec command) {
        this.command = command;
        this.main = command.root();
    }

    /** The name of the page: {@code dmabuf-bpf-pin}. */
    String name() {
        return name(command);
    }

    private static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    String text() throws IOException {
        List<String> notes = footer();
        prepare();
        StringWriter text = new StringWriter();
        ManPageGenerator.writeSingleManPage(new PrintWriter(text), command);
        return text + String.join("\n", notes) + "\n" + (command.parent() == null ? surroundings() : "") + seeAlso();
    }

    /** Says to picocli's generator what help on a terminal needs otherwise. */
    private void prepare() {
        UsageMessageSpec usage = command.usageMessage();
        usage.header(summary(usage.description()));
        usage.exitCodeListHeading("");
        usage.exitCodeList(main.usageMessage().exitCodeList());
        // Without an argument it would be the getter.
        usage.footer(new String[0]);
    }

    /** What whatis and apropos print: the first sentence, without what comes after a colon. */
    static String summary(String... description) {
        String first = description[0].split("[.:;]( |$)", 2)[0];
        return first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1);
    }

    /**
     * The lines below a command's help. Indented ones are examples: they keep their inner spaces. What comes after them are
     * notes.
     */
    private List<String> footer() {
        UsageMessageSpec usage = command.usageMessage();
        List<String> lines = new ArrayList<>();
        String heading = format(usage.footerHeading()).strip().replaceFirst(":$", "");
        String previous = "";
        for (String line : footerLines(usage)) {
            boolean example = isExample(line);
            boolean first = lines.isEmpty();
            if (first || isExample(previous) && !example) {
                lines.add("");
                lines.add("== " + (first && !heading.isEmpty() ? heading : "Notes"));
            }
            if (!example) {
                lines.addAll(List.of("", "[subs=specialchars]", line));
            } else if (isExample(previous)) {
                lines.add(lines.size() - 1, line.strip());
            } else {
                lines.addAll(List.of("", BLOCK, line.strip(), BLOCK));
            }
            previous = line;
        }
        return lines;
    }

    private static List<String> footerLines(UsageMessageSpec usage) {
        return Stream.of(usage.footer())
                .flatMap(text -> format(text).lines())
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static boolean isExample(String line) {
        return line.startsWith(" ");
    }

    private static String format(String text) {
        return CommandLine.Help.Ansi.OFF.string(String.format(text));
    }

    /** The sections on the environment and on files, which are about all commands. */
    private static String surroundings() throws IOException {
        try (InputStream sections = Objects.requireNonNull(ManualPage.class.getResourceAsStream("surroundings.adoc"))) {
            return new String(sections.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String seeAlso() {
        String others = Stream.concat(Stream.ofNullable(command.parent()), commandsOf(command))
                .map(other -> "*" + name(other) + "*(1)")
                .collect(Collectors.joining(", "));
        return "\n== See also\n\n" + others + "\n";
    }

    private static Stream<CommandSpec> commandsOf(CommandSpec command) {
        return command.subcommands().values().stream().map(CommandLine::getCommandSpec);
    }
}
