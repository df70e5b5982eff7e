// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.NoSuchHeapException;
import io.github.dmabuf4j.UnsupportedKernelException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.util.List;

/**
 * The command line of an example: prints the help, reports a failure in one sentence, and returns the exit code.
 *
 * @param name of the example
 * @param usage the text of {@code --help}
 */
public record Program(String name, String usage) {
    /** Exit code: an operation failed, or its result is wrong. */
    public static final int FAILED = 1;

    /** Exit code: the command line is wrong. */
    public static final int BAD_USAGE = 2;

    /** Exit code: this machine or this user cannot run the example; the test VM could. */
    public static final int UNUSABLE = 3;

    /** The work of an example. */
    @FunctionalInterface
    public interface Work {
        void run(String... arguments) throws IOException, InterruptedException;
    }

    /** Runs the work, unless help is asked for. Returns the exit code. */
    public int run(PrintStream out, PrintStream err, Work work, String... arguments) {
        if (List.of(arguments).contains("--help")) {
            out.println(usage);
            return 0;
        }
        try {
            work.run(arguments);
            return 0;
        } catch (FileSystemException failure) {
            // The message alone may be only the name of the file.
            return fail(err, failure.toString(), FAILED);
        } catch (IOException failure) {
            return fail(err, failure.getMessage(), exitCode(failure));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return fail(err, "interrupted", FAILED);
        }
    }

    private int fail(PrintStream err, String sentence, int exitCode) {
        err.println(name + ": " + sentence);
        return exitCode;
    }

    private static int exitCode(IOException failure) {
        if (failure instanceof Failure known) {
            return known.exitCode();
        }
        boolean unusable = failure instanceof NoPermissionException
                || failure instanceof NoSuchHeapException
                || failure instanceof UnsupportedKernelException;
        return unusable ? UNUSABLE : FAILED;
    }
}
