// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.io.JvmHeapAdvice;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads lines up to a maximum length. A file that is not a recording may contain no line end. */
final class BoundedLineReader implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final Reader in;
    private final int bound;
    private final char[] chunk = new char[CHUNK];
    private final AtomicLong characters = new AtomicLong();
    private int start;
    private int end;

    /** Creates a reader for lines of at most {@code bound} characters, a multiple of 2^20. */
    BoundedLineReader(Path file, Reader in, int bound) {
        this.file = file;
        this.in = in;
        this.bound = bound;
    }

    /**
     * Reads the next line.
     *
     * @param used the number of characters of earlier lines of the same document, which count towards the bound
     * @return the line without its end; null at the end of the file
     * @throws BadRequestException when the line does not end within the bound
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

    /** How many were read so far. Another thread can ask. */
    long characters() {
        return characters.get();
    }

    private boolean fill() throws IOException {
        if (start == end) {
            start = 0;
            end = Math.max(0, in.read(chunk));
            characters.addAndGet(end);
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
