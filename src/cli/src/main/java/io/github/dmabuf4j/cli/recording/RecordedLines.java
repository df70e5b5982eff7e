// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the beginnings of lines in an open recording, and their times. Does not move the channel's position. */
final class RecordedLines {
    private static final int CHUNK = 1 << 13;
    private static final int NOT_FOUND = -1;

    /** The reason and the time are the first of a line. Within a text of JSON each quote has a backslash before it. */
    private static final int START_BYTES = 4096;

    private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"\\\\]{1,40})\"");

    private final FileChannel channel;

    RecordedLines(FileChannel channel) {
        this.channel = channel;
    }

    /** The position of the first line that begins at or after a position; the size if there is none. */
    long startFrom(long position) throws IOException {
        return position <= 0 ? 0 : endFrom(position - 1);
    }

    /** The position after the end of the line that a position is in; the size where the line has no end. */
    private long endFrom(long position) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long at = position;
        int count = channel.read(chunk, at);
        while (count > 0) {
            int end = lineEnd(chunk.array(), count);
            if (end != NOT_FOUND) {
                return at + end + 1;
            }
            at += count;
            chunk.clear();
            count = channel.read(chunk, at);
        }
        return at;
    }

    private static int lineEnd(byte[] bytes, int count) {
        int at = 0;
        while (at < count && bytes[at] != '\n') {
            at++;
        }
        return at < count ? at : NOT_FOUND;
    }

    /** The time of the line that begins at a position; empty where it is not that of a sample. */
    Optional<Instant> time(long start) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(START_BYTES);
        int count = Math.max(0, channel.read(bytes, start));
        String text = new String(bytes.array(), 0, count, StandardCharsets.ISO_8859_1);
        Matcher time = TIME.matcher(text.lines().findFirst().orElse(""));
        try {
            return time.find() ? Optional.of(Instant.parse(time.group(1))) : Optional.empty();
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** The position of the first line that is not older than a time, from a line's start on; the size if there is none. */
    long startSince(Instant oldest, long from) throws IOException {
        long start = from;
        while (start < channel.size()
                && time(start).filter(time -> !time.isBefore(oldest)).isEmpty()) {
            start = endFrom(start);
        }
        return start;
    }
}
