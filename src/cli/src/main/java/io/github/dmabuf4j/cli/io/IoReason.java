// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** The reasons of exceptions of java.nio.file, whose message is often only the path. */
final class IoReason {
    private IoReason() {}

    /** The reason, without the path where the exception has the two apart. */
    static String of(IOException failure) {
        if (failure instanceof FileSystemException onFile && onFile.getReason() != null) {
            return onFile.getReason();
        }
        // The message of a FileSystemException is a path; that of others describes the error.
        String message = failure.getMessage();
        return failure instanceof FileSystemException || message == null ? failure.toString() : message;
    }
}
