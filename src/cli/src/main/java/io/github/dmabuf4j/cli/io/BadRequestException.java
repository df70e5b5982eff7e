// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a command was asked for cannot be had: a file, or a buffer. The message is one sentence for the user. */
public final class BadRequestException extends IOException {
    private static final long serialVersionUID = 1L;

    public BadRequestException(String sentence) {
        super(TerminalEscape.sentence(sentence));
    }

    public static BadRequestException unwritable(Path file, IOException failure) {
        return new BadRequestException("cannot write " + file + ": " + reason(failure));
    }

    /** Why a file cannot be read or written: the message of such an exception is often its path alone. */
    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            return "no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        return IoReason.of(failure);
    }
}
