// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands share: where they print to, and how they refuse bad usage. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class CommandBase implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    final CommandSpec spec() {
        return spec;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Says in one sentence what is wrong with the arguments, and what to do. */
    final ParameterException badUsage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    /** The command's name as it was called, for messages. */
    final String commandName() {
        return spec.qualifiedName();
    }
}
