// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A requested file or buffer does not exist, or cannot be read or written. The message is one sentence for the user. */
public final class BadRequestException extends IOException {
    private static final long serialVersionUID = 1L;

    public BadRequestException(String sentence) {
        super(TerminalEscape.sentence(sentence));
    }

    public static BadRequestException unwritable(Path file, IOException failure) {
        return new BadRequestException("cannot write " + file + ": " + reason(failure));
    }

    /** The reason of an exception in words. The message of an exception about a file is often only its path. */
    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            return "no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        return IoReason.of(failure);
    }
}
