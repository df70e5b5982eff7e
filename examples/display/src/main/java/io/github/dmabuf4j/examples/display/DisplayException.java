// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import java.io.IOException;

/** Why the program ends before its time, and with which exit code. */
final class DisplayException extends IOException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private DisplayException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static DisplayException wrongPicture(String message) {
        return new DisplayException(Main.FAILED, message);
    }

    static DisplayException badInput(String message) {
        return new DisplayException(Main.BAD_INPUT, message);
    }

    static DisplayException unusable(String message) {
        return new DisplayException(Main.UNUSABLE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
