// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Why an operation of java.nio.file failed, in words: the message of such an exception is often the path alone. */
final class IoReason {
    private IoReason() {}

    /** The reason without the path where the exception tells them apart. */
    static String of(IOException failure) {
        if (failure instanceof FileSystemException onFile && onFile.getReason() != null) {
            return onFile.getReason();
        }
        // Of a file system's exception the message is a path, of others the text of the error.
        String message = failure.getMessage();
        return failure instanceof FileSystemException || message == null ? failure.toString() : message;
    }
}
