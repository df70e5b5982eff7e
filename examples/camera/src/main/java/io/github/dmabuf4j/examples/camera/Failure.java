// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

/** Why the program ends early: one sentence for its user, and the exit code. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Failure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** Something went wrong that might have gone well. */
    static Failure failed(String sentence) {
        return new Failure(1, sentence);
    }

    /** The command line is wrong. */
    static Failure usage(String sentence) {
        return new Failure(2, sentence);
    }

    /** This machine, or this user, cannot. */
    static Failure cannot(String sentence) {
        return new Failure(3, sentence);
    }

    int exitCode() {
        return exitCode;
    }
}
