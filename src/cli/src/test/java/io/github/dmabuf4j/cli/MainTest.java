// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

@ExtendWith(UnchangedDescriptors.class)
class MainTest {
    private static CommandRun run(List<String> arguments) {
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static Stream<List<String>> badUsages() {
        return Stream.of(
                List.of(),
                List.of(""),
                List.of("frobnicate"),
                List.of("--frobnicate"),
                List.of("--sort", "size"),
                List.of("help", "frobnicate"),
                List.of("help", "bpf", "frobnicate"),
                List.of("help", "--json"),
                List.of("--json"),
                List.of("--here"),
                List.of("--here", "frobnicate"),
                List.of("--", "ls"),
                List.of("alloc", "--frobnicate"),
                List.of("alloc", "frobnicate"),
                List.of("heaps", "--size", "1M"),
                List.of("verify", "--hold", "1s"),
                List.of("alloc", "--size"),
                List.of("alloc", "--size", ""),
                List.of("alloc", "--size", "0"),
                List.of("alloc", "--size", "-1"),
                List.of("alloc", "--size=-1"),
                List.of("alloc", "--size", "16E"),
                List.of("alloc", "--size", "much"),
                List.of("alloc", "--size", "1M", "--size", "2M"),
                List.of("alloc", "--here", "--size", "1EiB"),
                List.of("alloc", "--here", "--size", "1M", "--count", "2147483647"),
                List.of("alloc", "--here", "--size", "7E", "--count", "2147483647"),
                List.of("verify", "--size", "0"),
                List.of("verify", "--here", "--size", "1EiB"),
                List.of("verify", "--heap"),
                List.of("verify", "--allocator"),
                List.of("verify", "--allocator", "memfd"),
                List.of("verify", "--allocator", "udmabuf", "--heap", "system"),
                List.of("verify", "--require"),
                List.of("verify", "--require", ""),
                List.of("verify", "--require", "sysfs,procfs"),
                List.of("verify", "--vm"),
                List.of("--vm"),
                List.of("--vm", "verify", "--here"),
                List.of("alloc", "--vm", "--here"),
                List.of("ls", "--vm"),
                List.of("alloc", "--count", "0"),
                List.of("alloc", "--count", "-1"),
                List.of("alloc", "--count", "2147483648"),
                List.of("alloc", "--count", "many"),
                List.of("alloc", "--hold", "1d"),
                List.of("alloc", "--hold", "-1s"),
                List.of("alloc", "--hold", ""),
                List.of("alloc", "--name", "x".repeat(32)),
                List.of("alloc", "--name", "ö".repeat(16)),
                List.of("ls", "frobnicate"),
                List.of("ls", "--json", "--csv"),
                List.of("ls", "--csv-safe", "--csv"),
                List.of("ls", "--sort", "colour"),
                List.of("ls", "--sort"),
                List.of("ls", "--sort", "size", "--sort", "name"),
                List.of("ls", "-o"),
                List.of("ls", "-o", ""),
                List.of("ls", "-o", "inode,colour"),
                List.of("ls", "-o", "+"),
                List.of("ps", "-o", "inode"),
                List.of("ls", "-q", "-o", "inode"),
                List.of("ls", "-q", "--json"),
                List.of("ps", "--quiet", "--csv-safe"),
                List.of("usage", "-q"),
                List.of("ls", "--color"),
                List.of("ls", "--color", "red"),
                List.of("ls", "--watch"),
                List.of("ls", "--source"),
                List.of("ls", "--source", ""),
                List.of("ls", "--source", "Procfs"),
                List.of("ls", "--source", "procfs,no-such"),
                List.of("ls", "--human=maybe"),
                List.of("ls", "--pid"),
                List.of("ls", "--pid", "-1"),
                List.of("ls", "--pid", "init"),
                List.of("ls", "--pid", "0"),
                List.of("ls", "--pid", "4294967296"),
                List.of("ls", "--name", "[z-a]"),
                List.of("ls", "--larger", "0"),
                List.of("ls", "--larger", "much"),
                List.of("ls", "--larger", "1M", "--larger", "2M"),
                List.of("show", "1", "--exporter", "system"),
                List.of("record", "--pid", "1"),
                List.of("ps", "bash"),
                List.of("ps", "--kernel-only"),
                List.of("ps", "--csv", "--json"),
                List.of("usage", "--sort", "size"),
                List.of("usage", "--source", "no-such"),
                List.of("show"),
                List.of("show", ""),
                List.of("show", "x"),
                List.of("show", "-1"),
                List.of("show", "1", "2"),
                List.of("show", "18446744073709551616"),
                List.of("show", "1", "--json", "--csv"),
                List.of("record"),
                List.of("record", "--interval", "1s"),
                List.of("metrics", "--top", "-1"),
                List.of("metrics", "--top", "many"),
                List.of("metrics", "--json"),
                List.of("metrics", "--source", "no-such"),
                List.of("serve", "--listen", ":9"),
                List.of("serve", "--listen", "127.0.0.1:65536"),
                List.of("serve", "--on-pressure", "some"),
                List.of("serve", "1"),
                List.of("watch", "--interval", "0"),
                List.of("watch", "--interval", "25h"),
                List.of("watch", "--for", "0"),
                List.of("watch", "--for", "1h", "--of", "/no-such-file"),
                List.of("watch", "--held-by-kernel", "long"),
                List.of("watch", "--kernel-only"),
                List.of("watch", "--csv", "--json"),
                List.of("watch", "rec.jsonl"),
                List.of("record", "--out", "/no-such-directory/samples"),
                List.of("record", "--interval", "0", "--out", "/no-such-directory/samples"),
                List.of("record", "--interval", "-1s", "--out", "/no-such-directory/samples"),
                List.of("record", "--interval", "often", "--out", "/no-such-directory/samples"),
                List.of("record", "--interval", "1s", "--out"),
                List.of("record", "--interval", "1s", "--count", "0", "--out", "/no-such-directory/samples"),
                List.of("record", "--interval", "1s", "--count", "-5", "--out", "/no-such-directory/samples"),
                List.of("record", "--interval", "1s", "--on-pressure", "some", "--out", "/no-such-directory/samples"),
                List.of("record", "--interval", "1s", "--source", "no-such", "--out", "/no-such-directory/samples"),
                List.of("top", "frobnicate"),
                List.of("top", "--count", "0"),
                List.of("top", "--count", "2147483648"),
                List.of("top", "--interval", "0"),
                List.of("top", "--interval", "99ms"),
                List.of("top", "--interval", "999999999h"),
                List.of("top", "--interval", "-1s"),
                List.of("top", "--sort", "size"),
                List.of("top", "--sort", ""),
                List.of("top", "--view", "devices", "--sort", "pid"),
                List.of("top", "--view", "heaps"),
                List.of("top", "--source", "no-such"),
                List.of("top", "--json"),
                List.of("bpf"),
                List.of("--json", "bpf"),
                List.of("bpf", "frobnicate"),
                List.of("bpf", "pin", "--group"),
                List.of("bpf", "pin", "--group", ""),
                List.of("bpf", "pin", "--group", "+1"),
                List.of("bpf", "pin", "--group", "no-such-group"),
                List.of("bpf", "pin", "--json"),
                List.of("bpf", "status", "--csv"),
                List.of("bpf", "unpin", "--group", "root"),
                List.of("frame"),
                List.of("frame", "frobnicate"),
                List.of("frame", "dump"),
                List.of("frame", "dump", "--json"));
    }

    @ParameterizedTest
    @MethodSource("badUsages")
    void badUsageIsOneLineAndExitCode2(List<String> arguments) {
        CommandRun run = run(arguments);

        assertThat(run.err())
                .startsWith("dmabuf")
                .matches("(?s).*( --help\\)|'dmabuf help( bpf| frame)?' lists the commands)\\R");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void badUsageNamesTheCommandAndWhatIsWrong() {
        assertThat(run(List.of()).err()).isEqualToIgnoringNewLines("dmabuf: a command is missing (see: dmabuf --help)");
        assertThat(run(List.of("frobnicate")).err()).startsWith("dmabuf: ").contains("frobnicate");
        assertThat(run(List.of("alloc", "--size", "much")).err())
                .startsWith("dmabuf alloc: ")
                .contains("--size", "'much' is not a size");
        assertThat(run(List.of("alloc", "--count", "0")).err()).contains("--count 0: at least 1 buffer is needed");
        assertThat(run(List.of("alloc", "--name", "x".repeat(32))).err()).contains("--name has more than 31 bytes");
        assertThat(run(List.of("alloc", "--here", "--size", "1EiB")).err())
                .contains("--size 1152921504606846976 is more than this machine's memory");
        assertThat(run(List.of("verify", "--require", "sysfs,x")).err())
                .isEqualToIgnoringNewLines(
                        "dmabuf verify: --require x: what can be required is heap, udmabuf, sysfs, bpf,"
                                + " debugfs, fdinfo (see: dmabuf verify --help)");
        assertThat(run(List.of("verify", "--allocator", "udmabuf", "--heap", "system"))
                        .err())
                .contains("--heap names a heap, and --allocator udmabuf uses none: leave one of them out");
        assertThat(run(List.of("ls", "--source", "procfs,x")).err())
                .isEqualToIgnoringNewLines(
                        "dmabuf ls: --source x: the sources are bpf, sysfs, debugfs, procfs (see: dmabuf ls --help)");
        assertThat(run(List.of("show", "x")).err())
                .contains("'x' is not an inode: give a number that 'dmabuf ls' lists");
        assertThat(run(List.of("record", "--interval", "1s", "--count", "0", "--out", "/no-such-directory/x"))
                        .err())
                .contains("--count 0: at least 1 sample is needed");
        assertThat(run(List.of("top", "--interval", "0")).err()).contains("--interval: give 100ms to 24h");
        assertThat(run(List.of("top", "--view", "exporters", "--sort", "pid")).err())
                .contains("--sort pid: the columns of exporters are buffers, size, change, exporter");
        assertThat(run(List.of("verify", "--size", "-1")).err())
                .startsWith("dmabuf verify: ")
                .contains("'-1'");
    }

    @Test
    void theCommandsAboutPinsAreBelowOne() {
        assertThat(run(List.of("bpf")).err())
                .isEqualToIgnoringNewLines(
                        "dmabuf bpf: a command is missing: pin, status or unpin (see: dmabuf bpf --help)");
        assertThat(run(List.of("bpf", "pin", "--group", "no-such-group")).err())
                .startsWith("dmabuf bpf pin: --group no-such-group: there is no such group");
        CommandRun status = run(List.of("bpf", "status", "--json", "--directory", "/no-such-directory"));
        assertThat(status.out()).contains("\"pins\"", "\"iterators\"", "/no-such-directory");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(run(List.of("--json", "--here", "bpf", "status", "--directory", "/no-such-directory")))
                .isEqualTo(status);
        assertThat(run(List.of("--here", "bpf", "--json", "status", "--directory", "/no-such-directory")))
                .isEqualTo(status);
    }

    @Test
    void hereAndVmContradictEachOther() {
        for (String command : List.of("verify", "alloc", "heaps")) {
            assertThat(run(List.of("--here", "--vm", command)).err())
                    .isEqualToIgnoringNewLines("dmabuf " + command
                            + ": --here and --vm contradict each other: give one of them (see: dmabuf " + command
                            + " --help)");
        }
    }

    /** Only the launcher tells the command line that it can start the test VM. */
    @Test
    void withoutTheLauncherThereIsNoVm() {
        assertThat(run(List.of("--vm", "verify")).err())
                .contains("--vm: the test VM is a part of the sources alone: run ./dmabuf in a clone of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--here", "--vm", "--json"})
    void anOptionOfCommandsAloneLacksACommand(String option) {
        assertThat(run(List.of(option)).err())
                .isEqualToIgnoringNewLines("dmabuf: a command is missing (see: dmabuf --help)");
        assertThat(run(List.of(option, "--frobnicate")).err()).contains("'--frobnicate'");
    }

    @Test
    void helpNamesTheCommandsAndTheExitCodes() {
        CommandRun run = run(List.of("--help"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("--help", "--version", "bad usage")
                .contains(commands().toList());
    }

    /** What is built only when it is named has the same name there. */
    @ParameterizedTest
    @MethodSource("commandsButHelp")
    void aCommandIsTheOnlyOneThatIsBuiltWhereItIsNamed(String command) {
        StringWriter none = new StringWriter();
        for (List<String> arguments : List.of(List.of(command), List.of("--here", command, "--help"))) {
            CommandLine built =
                    Main.commandLineFor(arguments.toArray(String[]::new), new PrintWriter(none), new PrintWriter(none));
            assertThat(built.getSubcommands()).containsOnlyKeys(command);
            assertThat(built.getSubcommands().get(command).getCommandName()).isEqualTo(command);
        }
    }

    /** The command help needs all others. */
    private static Stream<String> commandsButHelp() {
        return commands().filter(command -> !command.equals("help"));
    }

    private static Stream<String> commands() {
        return all().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfACommandNamesEachOption(String command) {
        CommandRun run = run(List.of(command, "--help"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("Usage: dmabuf " + command + " ");
        assertThat(run.out().replace("--[no-]", "--")).contains(optionsOf(command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "heaps", "alloc"})
    void helpOfACommandThatNeedsAHeapSaysHowItRunsHere(String command) {
        assertThat(run(List.of(command, "--help")).out()).contains("--here", "--vm", "--json");
    }

    /** src/sh/jvm.options says so to picocli, which then has no converters for these packages. */
    @Test
    void optionsWithTimesHaveConvertersOfTheirOwn() {
        List<ArgSpec> arguments = commands(all())
                .flatMap(command -> command.getCommandSpec().args().stream())
                .toList();
        assertThat(arguments).anyMatch(argument -> argument.type() == Duration.class);
        assertThat(arguments)
                .filteredOn(argument -> argument.converters().length == 0)
                .allSatisfy(argument -> assertThat(argument.auxiliaryTypes())
                        .noneMatch(type -> type.getName().matches("java\\.(sql|time)\\..*")));
    }

    private static Stream<CommandLine> commands(CommandLine from) {
        return Stream.concat(
                Stream.of(from), from.getSubcommands().values().stream().flatMap(MainTest::commands));
    }

    private static CommandLine all() {
        return Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
    }

    private static List<String> optionsOf(String command) {
        return all().getSubcommands().get(command).getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "verify", "heaps", "alloc"})
    void versionNamesTheProgramAndTheMachine(String command) {
        CommandRun run = run(Stream.of(command, "--version")
                .filter(argument -> !argument.isEmpty())
                .toList());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("dmabuf ")
                .contains("Java " + System.getProperty("java.version"), "Linux " + System.getProperty("os.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "heaps", "alloc"})
    void withoutHeapsACommandSaysWhatTheKernelNeeds(String command) throws DmaBufException {
        assumeThat(DmaHeap.names()).as("the heaps of this machine").isEmpty();
        assumeThat(Path.of("/dev/udmabuf"))
                .as("which verify uses without heaps")
                .doesNotExist();

        CommandRun run = run(List.of(command, "--here"));

        assertThat(run.err()).startsWith("dmabuf " + command + ": ").contains("CONFIG_DMABUF_HEAPS=y");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void f28_everyCommandTakesHere(String command) {
        assertThat(optionsOf(command)).contains("--here");
    }

    @Test
    void f28_aCommandThatAlwaysRunsHereDoesSoWithHere() {
        CommandRun run = run(List.of("ls", "--here", "--source", "procfs", "--csv"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("inode,");
    }

    @Test
    void f12_optionsBeforeTheCommandAreThoseOfTheCommand() throws DmaBufException {
        CommandRun run = run(List.of("--here", "--json", "--no-color", "top", "--count", "1"));
        assertThat(run.err()).startsWith("dmabuf top: ").contains("--json").doesNotContain("--here");
        assertThat(run.exitCode()).isEqualTo(2);

        CommandRun csv = run(List.of("--csv", "--no-color", "--source=procfs", "ls"));
        assertThat(csv.exitCode()).isZero();
        assertThat(csv.out()).startsWith("inode,");

        assumeThat(DmaHeap.names()).as("the heaps of this machine").isEmpty();
        assertThat(run(List.of("--here", "verify"))).isEqualTo(run(List.of("verify", "--here")));
        assertThat(run(List.of("--json", "--here", "heaps"))).isEqualTo(run(List.of("heaps", "--json", "--here")));
    }

    @Test
    void f12_whatStandsBeforeNoCommandIsBadUsage() {
        assertThat(run(List.of("--size", "1M")).err())
                .isEqualToIgnoringNewLines("dmabuf: a command is missing (see: dmabuf --help)");
        assertThat(run(List.of("--size", "1M", "--", "alloc")).err()).startsWith("dmabuf: ");
        assertThat(run(List.of("--here", "ls", "--help")).out()).startsWith("Usage: dmabuf ls ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--sort size --source procfs ls",
                "--sort=size --source procfs ls",
                "--source procfs --here ls --sort size",
                "ls --sort size --source procfs"
            })
    void f12_optionsWithValuesCanStandBeforeTheCommandToo(String line) {
        CommandRun run = run(List.of(line.split(" ")));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("INODE  ");
    }

    @Test
    void f12_theValueOfAnOptionIsNotTheCommand() {
        assertThat(run(List.of("--out", "ls", "--interval", "often", "record")).err())
                .startsWith("dmabuf record: --interval 'often' is not a duration");
        assertThat(run(List.of("--heap=ls", "--count", "0", "--here", "alloc")).err())
                .startsWith("dmabuf alloc: --count 0");
        assertThat(run(List.of("-o", "inode", "-q", "ls")).err()).startsWith("dmabuf ls: -q and -o contradict");
        assertThat(run(List.of("-oinode", "-q", "ls")).err()).startsWith("dmabuf ls: -q and -o contradict");
        assertThat(run(List.of("--directory", "status", "--json", "bpf", "status"))
                        .out())
                .contains("/status\"");
    }

    @Test
    void f12_theValueOfAnOptionCanBeTheNameOfACommand() {
        assertThat(run(List.of("--name", "report", "--source", "procfs", "ls")).out())
                .startsWith("INODE  ");
        assertThat(run(List.of("--name", "ls", "--pid", "x", "ps")).err()).startsWith("dmabuf ps: --pid 'x'");
    }

    @Test
    void anUnknownCommandIsAnsweredWithSimilarOnesAndWhereAllAre() {
        assertThat(run(List.of("nonsense")).err())
                .isEqualToIgnoringNewLines("dmabuf: unknown command 'nonsense'; 'dmabuf help' lists the commands");
        assertThat(run(List.of("--json", "sho", "8")).err())
                .isEqualToIgnoringNewLines(
                        "dmabuf: unknown command 'sho'; did you mean 'show'? 'dmabuf help' lists the commands");
        assertThat(run(List.of("bpf", "pni")).err())
                .isEqualToIgnoringNewLines(
                        "dmabuf bpf: unknown command 'pni'; did you mean 'pin'? 'dmabuf help bpf' lists the commands");
        assertThat(run(List.of("help", "bpf", "pni")).err())
                .isEqualTo(run(List.of("bpf", "pni")).err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ls --sort szie | --sort szie: give one of inode, size, exporter, name; did you mean 'size'?",
                "ls --colr      | unknown option '--colr'; did you mean '--color'?",
                "ls --humn=x    | unknown option '--humn=x'; did you mean '--human'?",
                "ls --no-humn   | unknown option '--no-humn'; did you mean '--no-human'?",
                "ls -o nam      | -o nam: the columns are inode, size, exporter, name, references, holders, devices, "
                        + "attachments, pss, users; did you mean 'name'?",
                "ls --source sysf     | --source sysf: the sources are bpf, sysfs, debugfs, procfs; did you mean"
                        + " 'sysfs'?",
                "top --view bufers    | --view bufers: give one of processes, exporters, devices, buffers; "
                        + "did you mean 'buffers'?",
                "top --sort rs        | --sort rs: the columns of processes are pid, buffers, fds, mappings, rss, pss, "
                        + "change, command; did you mean 'rss'?",
                "verify --require bfp | --require bfp: what can be required is heap, udmabuf, sysfs, bpf, debugfs, "
                        + "fdinfo; did you mean 'bpf'?",
                "alloc --count many   | --count many: give a whole number up to 2147483647",
                "show 8x              | INODE '8x' is not an inode: give a number that 'dmabuf ls' lists",
                "ls 8                 | unexpected argument '8': it takes only options",
                "ls --watch           | unknown option '--watch': use 'dmabuf top', or 'watch -n 2 dmabuf ls'",
                "ls --csv --json      | --json, --csv are mutually exclusive (specify only one)"
            })
    void badUsageSaysWhatMayHaveBeenMeant(String line, String sentence) {
        String command = line.split(" ", -1)[0];

        assertThat(run(List.of(line.split(" "))).err())
                .isEqualToIgnoringNewLines(
                        "dmabuf " + command + ": " + sentence + " (see: dmabuf " + command + " --help)");
    }

    @Test
    void whatAUserTypedCannotControlTheTerminal() {
        for (List<String> arguments : List.of(
                List.of("a\u001b[2Jb\n"),
                List.of("ls", "--a\u001b[2Jb\n"),
                List.of("ls", "--sort", "a\u001b[2Jb\n"),
                List.of("ls", "-o", "a\u001b[2Jb\n"))) {
            assertThat(run(arguments).err()).contains("a\\u001b[2Jb\\u000a").hasLineCount(1);
        }
    }

    private static Stream<List<String>> commandPaths() {
        Stream<List<String>> below = Stream.of("pin", "status", "unpin").map(name -> List.of("bpf", name));
        return Stream.concat(commands().map(List::of), Stream.concat(below, Stream.of(List.of("frame", "dump"))));
    }

    @ParameterizedTest
    @MethodSource("commandPaths")
    void helpOfACommandIsPrintedByTheCommandHelpToo(List<String> path) {
        CommandRun run = run(Stream.concat(Stream.of("help"), path.stream()).toList());

        assertThat(run.out()).startsWith("Usage: dmabuf " + String.join(" ", path) + " ");
        assertThat(run)
                .isEqualTo(run(Stream.concat(path.stream(), Stream.of("--help")).toList()));
        assertThat(run(List.of("help"))).isEqualTo(run(List.of("--help")));
    }

    /** What is typed behind the name in an example, up to what a shell does with it. */
    private static List<String> exampleOf(String line) {
        String typed = line.strip().split(" {2,}| [|>] |; ", -1)[0];
        return List.of(typed.replaceFirst("^sudo ", "").split(" "));
    }

    /** The commands of the examples are parsed, not run: some allocate, some need root. */
    @ParameterizedTest
    @MethodSource("commandPaths")
    void helpOfEachCommandHasExamplesThatAreUsedRight(List<String> path) {
        String help =
                run(Stream.concat(Stream.of("help"), path.stream()).toList()).out();
        List<List<String>> examples = help.substring(help.indexOf("Examples:"))
                .lines()
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .map(MainTest::exampleOf)
                .toList();

        assertThat(examples)
                .hasSizeBetween(2, 5)
                .anySatisfy(words -> assertThat(words)
                        .startsWith(Stream.concat(Stream.of("dmabuf"), path.stream())
                                .toArray(String[]::new)));
        for (List<String> words : examples) {
            assertThat(words.get(0)).isEqualTo("dmabuf");
            all().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        }
    }

    @Test
    void theHelpOfListingsNamesTheirColumns() {
        assertThat(run(List.of("help", "ls")).out()).contains("-o, --columns", "references", "attachments");
        assertThat(run(List.of("help", "ps")).out()).contains("-o, --columns", "mappedBytes", "pss");
    }

    /** The width of help is that of a terminal of 80 columns where there is none. */
    @ParameterizedTest
    @MethodSource("commandPaths")
    void helpFitsInEightyColumns(List<String> path) {
        assertThat(run(Stream.concat(Stream.of("help"), path.stream()).toList())
                        .out()
                        .lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void withoutHeapsTheListOfHeapsIsAnEmptyDocument() throws DmaBufException {
        assumeThat(DmaHeap.names()).as("the heaps of this machine").isEmpty();

        CommandRun run = run(List.of("heaps", "--here", "--json"));

        assertThat(run.out()).isEqualToIgnoringWhitespace("[]");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void topPrintsABlockOfLinesForEachReading() {
        CommandRun run = run(List.of("top", "--plain", "--count", "2", "--interval", "100ms", "--source", "procfs"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        String[] blocks = run.out().split("\\R\\R", -1);
        assertThat(blocks).hasSize(3);
        assertThat(blocks[1].lines().toList())
                .anyMatch(line -> line.matches("20[0-9-]+T[0-9:]+\\S+  Linux .*  dmabuf top"))
                .anyMatch(line -> line.startsWith("all "))
                .anyMatch(line -> line.startsWith("sources: procfs"))
                .anyMatch(line -> line.startsWith("processes by rss: "));
        assertThat(blocks[2]).isEmpty();
        assertThat(run.out()).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"processes", "EXPORTERS", "devices", "buffers"})
    void topPrintsEachViewInTheOrderAskedFor(String view) {
        CommandRun run = run(
                List.of("top", "--plain", "--count", "1", "--source", "procfs", "--view", view, "--sort", "CHANGE"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains(view.toLowerCase(Locale.ROOT) + " by change: ");
    }

    @Test
    void helpOfTopNamesItsOptionsAndKeys() {
        assertThat(run(List.of("top", "--help")).out())
                .contains(optionsOf("top"))
                .contains("Keys:", "quit", "space");
    }

    /** A command that needs more memory than there is. */
    @CommandLine.Command(name = "hungry")
    private static final class Hungry implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void f09_tooLittleMemoryIsOneSentence() {
        StringWriter err = new StringWriter();
        int exitCode =
                all().addSubcommand(new Hungry()).setErr(new PrintWriter(err)).execute("hungry");

        assertThat(err.toString())
                .matches("dmabuf hungry: out of memory \\(Java heap space\\): the command needs a larger heap than the"
                        + " [0-9]+ MiB of this JVM: set JAVA_TOOL_OPTIONS=-Xmx[0-9]+m in the environment\\R");
        assertThat(exitCode).isEqualTo(1);
    }
}
