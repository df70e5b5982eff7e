// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import java.io.IOException;

/** The reason why an example ends early: one sentence for its user, and the exit code. */
public final class Failure extends IOException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Failure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** An operation failed, or its result is wrong. */
    public static Failure failed(String sentence) {
        return new Failure(Program.FAILED, sentence);
    }

    /** The command line is wrong. */
    public static Failure usage(String sentence) {
        return new Failure(Program.BAD_USAGE, sentence);
    }

    /** This machine or this user cannot run the example. */
    public static Failure cannot(String sentence) {
        return new Failure(Program.UNUSABLE, sentence);
    }

    /** The exit code of the program. */
    public int exitCode() {
        return exitCode;
    }
}
