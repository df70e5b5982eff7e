// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.NoSuchHeapException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.io.JvmHeapAdvice;
import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.cli.option.HelpStyle;
import io.github.dmabuf4j.cli.option.LeadingOptions;
import io.github.dmabuf4j.cli.option.Version;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line {@code dmabuf}. */
@Command(
        name = "dmabuf",
        description = "Shows the DMA-BUFs of a machine, allocates some, and checks a kernel.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        preprocessor = LeadingOptions.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf ls                 every buffer, with the processes that hold it",
            "  dmabuf top                the processes, continuously",
            "  dmabuf help ls            the options of a command, and examples",
            "%nOptions can also come before the command: dmabuf --sort size ls.",
            "%nNames of buffers, processes and files are escaped in text and CSV: \\xNN is a byte that is not UTF-8,"
                    + " \\uNNNN an invisible or control character, and \\\\ a backslash. In text, - stands for no name,"
                    + " and \\u002d for the name -. In JSON, \\udcNN is a byte that is not UTF-8."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:a check failed, what is required is missing, the kernel refused an operation, or a requested file or"
                    + " buffer cannot be read or does not exist",
            "2:bad usage",
            "3:this kernel lacks a feature, or this user a permission; the message says which",
            "4:a suspect of a leak (watch)",
            "141:the reader of stdout, such as head, closed it before all output was written; no message is printed"
        })
public final class Main {
    private Main() {}

    /** Runs a command, and exits with its exit code. */
    public static void main(String[] args) {
        // Output is UTF-8 in every locale, also that of the logger.
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err));
    }

    /** Runs a command, and returns its exit code. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        if (ArgumentEncoding.isLacking(args)) {
            err.println("dmabuf: " + ArgumentEncoding.startAgain());
            return ExitCode.UNSUPPORTED;
        }
        Optional<String> problem = ArgumentEncoding.problemOf(args);
        if (problem.isPresent()) {
            err.println("dmabuf: " + problem.get());
            return ExitCode.USAGE;
        }
        int exitCode = commandLineFor(args, out, err).execute(args);
        return out.checkError() ? exitCodeOfLostOutput(exitCode, err) : exitCode;
    }

    /** A reader that has seen enough closes the pipe; that is not worth a message. */
    private static int exitCodeOfLostOutput(int ofCommand, PrintWriter err) {
        if (StandardOutput.isClosed()) {
            return ofCommand == ExitCode.OK ? ExitCode.CLOSED_OUTPUT : ofCommand;
        }
        err.println("dmabuf: cannot write all output to stdout: it is full or closed");
        return Math.max(ofCommand, ExitCode.FAILED);
    }

    /** The command line, with all commands. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return commandLine(Commands.NAMES, out, err);
    }

    /** The command line, with the command that arguments name, or with all where they name none. */
    static CommandLine commandLineFor(String[] arguments, PrintWriter out, PrintWriter err) {
        return commandLine(Commands.namedBy(arguments), out, err);
    }

    private static CommandLine commandLine(List<String> commands, PrintWriter out, PrintWriter err) {
        return Commands.addTo(new CommandLine(new Main()), commands)
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::run)
                .setParameterExceptionHandler(Main::badUsage)
                .setExecutionExceptionHandler(Main::failure);
    }

    private static int run(ParseResult parsed) {
        try {
            if (parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested)) {
                HelpStyle.apply(parsed.commandSpec().commandLine());
            }
            if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
                throw new ParameterException(parsed.commandSpec().commandLine(), "a command is missing");
            }
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError error) {
            List<CommandLine> commands = parsed.asCommandLineList();
            CommandLine command = commands.get(commands.size() - 1);
            throw new ExecutionException(command, "out of memory", JvmHeapAdvice.wanted(error));
        }
    }

    private static int badUsage(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        command.getErr().println(new UsageProblem(problem).message());
        return ExitCode.USAGE;
    }

    private static int failure(Exception problem, CommandLine command, ParseResult parsed) throws Exception {
        if (problem instanceof StandardOutput.ClosedException) {
            return ExitCode.CLOSED_OUTPUT;
        }
        if (!(problem instanceof DmaBufException) && !(problem instanceof BadRequestException)) {
            throw problem;
        }
        command.getErr().println(FailureMessage.of(problem, command.getCommandSpec()));
        if (problem instanceof NoSuchHeapException) {
            return ExitCode.USAGE;
        }
        boolean cannot = problem instanceof UnsupportedKernelException || problem instanceof NoPermissionException;
        return cannot ? ExitCode.UNSUPPORTED : ExitCode.FAILED;
    }
}
