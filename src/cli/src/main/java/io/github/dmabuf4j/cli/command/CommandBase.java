// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.option.Version;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What all commands have: the option {@code --here}, their output, and the exception for bad usage. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
public abstract class CommandBase implements Callable<Integer> {
    @SuppressWarnings("NullAway.Init") // set where it becomes a command
    private CommandSpec spec;

    @Option(names = "--here", description = "Run on this kernel, never in the test VM.")
    private boolean here;

    /** Sets what picocli knows of it. By an annotation, the JVM would have to make one more class at each start. */
    public final void setSpec(CommandSpec spec) {
        this.spec = spec;
    }

    final CommandSpec spec() {
        return spec;
    }

    /** Whether the user has forbidden the test VM. */
    final boolean staysHere() {
        return here;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Prints lines. They are written together: to write and flush each takes longer than to make it. */
    final void printLines(List<String> lines) {
        if (!lines.isEmpty()) {
            out().println(String.join("\n", lines));
        }
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** An exception for wrong arguments; the sentence says what is wrong and what to do. */
    final ParameterException badUsage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    /** Refuses a filter that no source of the snapshot can answer. */
    final void check(BufferFilter filter, Snapshot snapshot) {
        filter.problem(snapshot).ifPresent(sentence -> {
            throw badUsage(sentence);
        });
    }

    /** The name of the command for messages: {@code dmabuf record}. */
    final String commandName() {
        return spec.qualifiedName();
    }
}
