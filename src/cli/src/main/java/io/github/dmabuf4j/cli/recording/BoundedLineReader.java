// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.io.JvmHeapAdvice;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file that may be none of text, so that a line may have no end: it is read no further than a bound. */
final class BoundedLineReader implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final Reader in;
    private final int bound;
    private final char[] chunk = new char[CHUNK];
    private int start;
    private int end;

    /** With a bound of so many characters, which are whole MiB. */
    BoundedLineReader(Path file, Reader in, int bound) {
        this.file = file;
        this.in = in;
        this.bound = bound;
    }

    /**
     * The next line without its end.
     *
     * @param used how many characters of the bound are used up by lines that belong together with this one
     * @return null at the end of the file
     * @throws BadRequestException where there is no line end within the bound
     */
    @Nullable
    String next(int used) throws IOException {
        StringBuilder line = new StringBuilder();
        while (fill()) {
            int stop = lineEnd();
            if (stop - start > bound - used - line.length()) {
                throw tooLong();
            }
            line.append(chunk, start, stop - start);
            start = stop;
            if (stop < end) {
                start++;
                return text(line);
            }
        }
        return line.isEmpty() ? null : text(line);
    }

    private boolean fill() throws IOException {
        if (start == end) {
            start = 0;
            end = Math.max(0, in.read(chunk));
        }
        return start < end;
    }

    private int lineEnd() {
        int at = start;
        while (at < end && chunk[at] != '\n') {
            at++;
        }
        return at;
    }

    private static String text(StringBuilder line) {
        int last = line.length() - 1;
        return line.substring(0, last >= 0 && line.charAt(last) == '\r' ? last : last + 1);
    }

    private BadRequestException tooLong() {
        return new BadRequestException(file + " has a line longer than " + (bound >> 20)
                + " MiB: it is not a recording of 'dmabuf record', or " + JvmHeapAdvice.ADVICE);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
