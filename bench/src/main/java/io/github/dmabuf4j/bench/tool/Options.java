// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command line of bench/run. */
@Command(
        name = "bench/run",
        sortOptions = false,
        description =
                "Measures on this kernel if it has heaps and statistics, else in the test VM, counting instructions.")
final class Options {
    private static final int MOST_VMS = 8;

    @Option(names = "--machine", description = "measure the statistics of the whole machine, not the operations")
    private boolean machine;

    @Option(names = "--quick", description = "measure only the headline figures")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            converter = ToPattern.class,
            description = "measure only matching benchmarks, such as 'look-up' or 'allocate.*size=4096'")
    private Pattern only;

    @Option(
            names = "--compare",
            paramLabel = "OLD.json",
            converter = ToReadableFile.class,
            description = "report the figures that differ by more than 5 %%; exit code 1 if one got slower")
    private Path compare;

    @Option(names = "--out", paramLabel = "DIR", description = "directory of the results (default: bench/results)")
    private Path out;

    @Option(
            names = "--vms",
            paramLabel = "N",
            converter = ToCount.class,
            description = "number of concurrent test VMs (default: one per processor, at most 2)")
    private int vms = Math.min(2, Runtime.getRuntime().availableProcessors());

    @Option(
            names = "--source",
            paramLabel = "VERSION",
            description = "measure in a VM whose kernel is built from these sources (see vm/run --help)")
    private String source;

    @Option(
            names = "--stock",
            paramLabel = "VERSION",
            description = "measure in a VM with this stock kernel of the distribution (see vm/run --help)")
    private String stock;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this help")
    private boolean help;

    static Options parse(List<String> arguments) {
        Options options = new Options();
        try {
            commandLine(options).parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException failure) {
            throw new UsageException(failure.getMessage() + " (bench/run --help lists the options)");
        }
        return options;
    }

    private static CommandLine commandLine(Options options) {
        return new CommandLine(options).setOverwrittenOptionsAllowed(true).setExpandAtFiles(false);
    }

    String usage() {
        return commandLine(this).getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    boolean help() {
        return help;
    }

    Suite suite() {
        return machine ? Suite.MACHINE : Suite.OPERATIONS;
    }

    boolean quick() {
        return quick;
    }

    Optional<Pattern> only() {
        return Optional.ofNullable(only);
    }

    Optional<Path> compare() {
        return Optional.ofNullable(compare);
    }

    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /** The number of concurrent test VMs. */
    int vms() {
        return vms;
    }

    /** The options of vm/run that choose a kernel; none for its default. */
    List<String> kernel() {
        List<String> kernel = new ArrayList<>();
        if (source != null) {
            kernel.addAll(List.of("--source", source));
        }
        if (stock != null) {
            kernel.addAll(List.of("--stock", stock));
        }
        return kernel;
    }

    private static final class ToPattern implements ITypeConverter<Pattern> {
        @Override
        public Pattern convert(String regex) {
            try {
                return Pattern.compile(regex);
            } catch (PatternSyntaxException failure) {
                throw new TypeConversionException("'" + regex + "': " + failure.getDescription());
            }
        }
    }

    private static final class ToReadableFile implements ITypeConverter<Path> {
        @Override
        public Path convert(String name) {
            Path file = Path.of(name);
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new TypeConversionException("'" + name + "' does not exist or cannot be read");
            }
            return file;
        }
    }

    private static final class ToCount implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("[1-9]") || Integer.parseInt(text) > MOST_VMS) {
                throw new TypeConversionException("'" + text + "' is not a number from 1 to " + MOST_VMS);
            }
            return Integer.parseInt(text);
        }
    }
}
