// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.NoSuchHeapException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.cli.command.AllocCommand;
import io.github.dmabuf4j.cli.command.DiffCommand;
import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.cli.command.HeapsCommand;
import io.github.dmabuf4j.cli.command.LsCommand;
import io.github.dmabuf4j.cli.command.PsCommand;
import io.github.dmabuf4j.cli.command.RecordCommand;
import io.github.dmabuf4j.cli.command.ReportCommand;
import io.github.dmabuf4j.cli.command.ShowCommand;
import io.github.dmabuf4j.cli.command.TopCommand;
import io.github.dmabuf4j.cli.command.UsageCommand;
import io.github.dmabuf4j.cli.command.VerifyCommand;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.io.JvmHeapAdvice;
import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.cli.option.LeadingOptions;
import io.github.dmabuf4j.cli.option.Version;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
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
        description = "Allocates, checks and lists Linux DMA-BUFs.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        preprocessor = LeadingOptions.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            VerifyCommand.class,
            HeapsCommand.class,
            AllocCommand.class,
            LsCommand.class,
            PsCommand.class,
            UsageCommand.class,
            ShowCommand.class,
            RecordCommand.class,
            DiffCommand.class,
            ReportCommand.class,
            TopCommand.class
        },
        footer = {
            "%nOptions without a value may come before the command too: dmabuf --here verify.",
            "%nNames that others have chosen are printed with \\xNN for a byte that is not UTF-8, \\uNNNN for a character that"
                    + " cannot be seen or steers a terminal, and \\\\ for a backslash, in CSV too. In text, - is printed where"
                    + " there is no name, and \\u002d for a name that is -. In JSON a byte that is not UTF-8 is \\udcNN."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:a check failed, the kernel refused, or a file or buffer that was asked for cannot be had",
            "2:bad usage",
            "3:this kernel, or this user on it, cannot: the message says what is missing",
            "141:stdout was closed before all was written, for instance by head: nothing is said"
        })
public final class Main implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        // Output is UTF-8 in every locale, that of the logger too.
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err));
    }

    private static int run(String[] args, PrintWriter out, PrintWriter err) {
        if (ArgumentEncoding.isLacking(args)) {
            err.println("dmabuf: " + ArgumentEncoding.startAgain());
            return ExitCode.UNSUPPORTED;
        }
        Optional<String> problem = ArgumentEncoding.problemOf(args);
        if (problem.isPresent()) {
            err.println("dmabuf: " + problem.get());
            return ExitCode.USAGE;
        }
        int exitCode = commandLine(out, err).execute(args);
        return out.checkError() ? exitCodeOfLostOutput(exitCode, err) : exitCode;
    }

    /** Who has seen enough closes the pipe: nothing is to be said then. */
    private static int exitCodeOfLostOutput(int ofCommand, PrintWriter err) {
        if (StandardOutput.isClosed()) {
            return ofCommand == ExitCode.OK ? ExitCode.CLOSED_OUTPUT : ofCommand;
        }
        err.println("dmabuf: cannot write all output to stdout: is it full, or closed?");
        return Math.max(ofCommand, ExitCode.FAILED);
    }

    /** The whole command line, to be executed with arguments. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::run)
                .setParameterExceptionHandler(Main::badUsage)
                .setExecutionExceptionHandler(Main::failure);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int run(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError error) {
            List<CommandLine> commands = parsed.asCommandLineList();
            CommandLine command = commands.get(commands.size() - 1);
            throw new ExecutionException(command, "out of memory", JvmHeapAdvice.wanted(error));
        }
    }

    private static int badUsage(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr()
                .println(name + ": " + TerminalEscape.sentence(String.valueOf(problem.getMessage())) + " (see: " + name
                        + " --help)");
        return ExitCode.USAGE;
    }

    private static int failure(Exception problem, CommandLine command, ParseResult parsed) throws Exception {
        if (problem instanceof StandardOutput.ClosedException) {
            return ExitCode.CLOSED_OUTPUT;
        }
        if (!(problem instanceof DmaBufException) && !(problem instanceof BadRequestException)) {
            throw problem;
        }
        String message = TerminalEscape.sentence(String.valueOf(problem.getMessage()));
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message);
        if (problem instanceof NoSuchHeapException) {
            return ExitCode.USAGE;
        }
        boolean cannot = problem instanceof UnsupportedKernelException || problem instanceof NoPermissionException;
        return cannot ? ExitCode.UNSUPPORTED : ExitCode.FAILED;
    }
}
