// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.TextWidth;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How far recordings are read.
 *
 * @param read the characters that were read, nearly all of which are of one byte
 * @param size the bytes of all files; 0 where that is not known, as for a pipe
 */
record ReadingProgress(long read, long size) {
    /** With the figures behind it, a name must fit in a line of a terminal. */
    private static final int NAME_COLUMNS = 40;

    static ReadingProgress of(long read, Path file) {
        try {
            return new ReadingProgress(read, Files.isRegularFile(file) ? Files.size(file) : 0);
        } catch (IOException gone) {
            return new ReadingProgress(read, 0);
        }
    }

    ReadingProgress plus(ReadingProgress other) {
        boolean bothKnown = size > 0 && other.size > 0;
        return new ReadingProgress(read + other.read, bothKnown ? size + other.size : 0);
    }

    String text(String what) {
        return "reading " + what + ": "
                + (size > 0 ? Math.min(100, read * 100 / size) + " %" : SizeFormat.HUMAN.of(read));
    }

    /** The name of a file, short enough for a line. */
    static String nameOf(Path file) {
        return TextWidth.cut(TerminalEscape.of(String.valueOf(file.getFileName())), NAME_COLUMNS);
    }
}
