// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

/** The command line is not valid. The message is one sentence. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
