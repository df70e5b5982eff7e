// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

/** A measurement failed. The message says why. */
final class FailureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FailureException(String message) {
        super(message);
    }

    FailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
