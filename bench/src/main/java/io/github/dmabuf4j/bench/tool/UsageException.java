// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

/** What the user asked for makes no sense; the message is one sentence. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
