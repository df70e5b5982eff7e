// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The command line of bench/run.
 *
 * @param vms how many test VMs at once
 */
record Options(
        boolean help, boolean quick, Optional<Pattern> only, Optional<Path> compare, Optional<Path> out, int vms) {

    static final String USAGE = """
            Usage: bench/run [--quick] [--only REGEX] [--compare OLD.json] [--out DIR] [--vms N]

            Measures on this kernel where it has heaps and statistics, else in the test VM, counting instructions.

              --quick             the headline figures only
              --only REGEX        only what matches, such as 'look-up' or 'allocate.*size=4096'
              --compare OLD.json  also tells what became slower or faster by more than 5 %; exit code 1 where slower
              --out DIR           where the results go (default bench/results)
              --vms N             test VMs at once (default: one a processor, at most 2)
              --help              this text""";

    private static final int MOST_VMS = 8;

    static Options parse(List<String> arguments) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        Options options = new Options(
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Math.min(2, Runtime.getRuntime().availableProcessors()));
        while (!rest.isEmpty()) {
            options = options.with(rest.remove(), rest);
        }
        return options;
    }

    private Options with(String name, Deque<String> rest) {
        switch (name) {
            case "--help", "-h":
                return new Options(true, quick, only, compare, out, vms);
            case "--quick":
                return new Options(help, true, only, compare, out, vms);
            case "--only":
                return new Options(help, quick, Optional.of(pattern(value(name, rest))), compare, out, vms);
            case "--compare":
                return new Options(help, quick, only, Optional.of(file(value(name, rest))), out, vms);
            case "--out":
                return new Options(help, quick, only, compare, Optional.of(Path.of(value(name, rest))), vms);
            case "--vms":
                return new Options(help, quick, only, compare, out, count(value(name, rest)));
            default:
                throw new UsageException("what is " + name + "? (bench/run --help lists the options)");
        }
    }

    private static String value(String name, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new UsageException(name + " needs a value (bench/run --help lists the options)");
        }
        return rest.remove();
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException failure) {
            throw new UsageException("--only " + regex + ": " + failure.getDescription());
        }
    }

    private static Path file(String name) {
        Path file = Path.of(name);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UsageException("--compare " + name + ": no such file, or not readable");
        }
        return file;
    }

    private static int count(String text) {
        if (!text.matches("[1-9]") || Integer.parseInt(text) > MOST_VMS) {
            throw new UsageException("--vms " + text + ": give a number from 1 to " + MOST_VMS);
        }
        return Integer.parseInt(text);
    }
}
