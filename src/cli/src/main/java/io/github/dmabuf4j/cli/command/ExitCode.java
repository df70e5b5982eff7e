// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

/** The exit codes of the command line. */
public final class ExitCode {
    public static final int OK = 0;
    /**
     * A check failed, what is required is missing, the kernel refused an operation, or a requested file or buffer cannot be
     * read or does not exist.
     */
    public static final int FAILED = 1;

    public static final int USAGE = 2;
    /** The kernel lacks a feature, or this user a permission; the message says which. */
    public static final int UNSUPPORTED = 3;
    /** The command has found what it was to look for, such as a suspect of a leak. */
    public static final int FOUND = 4;
    /** The reader of stdout has closed it. A shell reports the same code for a command that SIGPIPE (13) has ended. */
    public static final int CLOSED_OUTPUT = 128 + 13;
    /** For the launcher: nothing was done; it is to run this command in the test VM. */
    static final int RUN_IN_VM = 93;

    private ExitCode() {}
}
