// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.NoSuchHeapException;
import io.github.dmabuf4j.UnsupportedKernelException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.util.List;

/** Shows a moving test pattern out of three dma-bufs, and checks what came out of the display. */
public final class Main {
    /** A picture came out wrong, or the kernel refused. */
    public static final int FAILED = 1;

    /** The command makes no sense on this machine. */
    public static final int BAD_INPUT = 2;

    /** This kernel or this user cannot: the test VM could. */
    public static final int UNUSABLE = 3;

    private Main() {}

    /** The program. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** The program within a JVM of others: the exit code. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        if (List.of(arguments).contains("--help")) {
            out.println(Options.USAGE);
            return 0;
        }
        try {
            new Show(Options.parse(arguments), out).run();
            return 0;
        } catch (FileSystemException failure) {
            // Its message alone may be no more than the name of the file.
            err.println("display: cannot write " + failure);
            return FAILED;
        } catch (IOException failure) {
            err.println("display: " + failure.getMessage());
            return exitCode(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            err.println("display: interrupted");
            return FAILED;
        }
    }

    private static int exitCode(IOException failure) {
        if (failure instanceof DisplayException known) {
            return known.exitCode();
        }
        boolean unusable = failure instanceof NoPermissionException
                || failure instanceof NoSuchHeapException
                || failure instanceof UnsupportedKernelException;
        return unusable ? UNUSABLE : FAILED;
    }
}
