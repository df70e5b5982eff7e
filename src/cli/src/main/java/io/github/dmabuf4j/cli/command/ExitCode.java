// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

/** What the exit codes of the command line mean. */
public final class ExitCode {
    public static final int OK = 0;
    /** A check failed, the kernel refused an operation, or a file or buffer that was asked for cannot be had. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;
    /** This kernel, or this user on it, cannot: the message says what is missing. */
    public static final int UNSUPPORTED = 3;
    /** The reader of stdout has closed it: as a shell reports a command that SIGPIPE (13) has ended. */
    public static final int CLOSED_OUTPUT = 128 + 13;
    /** To the launcher only: nothing was done, run this command in the test VM. */
    static final int RUN_IN_VM = 93;

    private ExitCode() {}
}
