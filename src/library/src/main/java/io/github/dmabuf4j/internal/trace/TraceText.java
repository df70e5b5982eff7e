// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.internal.sys.KernelText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the text of {@code trace_pipe}. Each event is a line, in which the name of the thread comes first and takes 16 bytes, with
 * spaces before a shorter one. A name has at most 15 bytes, of any value: it is cut off by its length, so that neither a line end nor
 * text that looks like an event can change what follows.
 */
final class TraceText {
    private static final int COMMAND_BYTES = 16;
    private static final int FIRST_BYTES = 4096;

    /** A line of the kernel's begins with it at the first byte, where a shorter name has a space. */
    private static final byte[] PROCESSOR = {'C', 'P', 'U', ':'};

    private static final Pattern LOSS = Pattern.compile("CPU:([0-9]{1,6}) \\[LOST(?: ([0-9]{1,18}))? EVENTS\\]");

    /** Thread, process, processor, flags, seconds, microseconds, event. */
    private static final Pattern HEADER = Pattern.compile(
            "-([0-9]{1,9}) +\\( *([0-9]{1,9}|-+)\\) \\[[0-9]+\\] \\S+ +([0-9]{1,9})\\.([0-9]{6}): (\\w+): (.*)",
            Pattern.DOTALL);

    /** The kernel's words for a thread whose name it does not know any more. */
    private static final String UNKNOWN = "<...>";

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** Passes on the lines that are complete with these bytes. The rest waits for more. */
    void add(byte[] more, int count, TraceSink sink) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
        int start = 0;
        int end = lineEnd(start);
        while (end >= 0) {
            parse(start, end, sink);
            start = end + 1;
            end = lineEnd(start);
        }
        System.arraycopy(bytes, start, bytes, 0, length - start);
        length -= start;
    }

    private int lineEnd(int start) {
        int at = isLoss(start) ? start : start + COMMAND_BYTES;
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        return at < length ? at : -1;
    }

    private boolean isLoss(int start) {
        int end = start + PROCESSOR.length;
        return end <= length && Arrays.equals(bytes, start, end, PROCESSOR, 0, PROCESSOR.length);
    }

    private void parse(int start, int end, TraceSink sink) {
        if (isLoss(start)) {
            parseLoss(KernelText.decode(bytes, start, end - start), sink);
            return;
        }
        int header = start + COMMAND_BYTES;
        String command = command(start);
        String rest = KernelText.decode(bytes, header, end - header);
        Matcher form = HEADER.matcher(rest);
        Optional<EventKind> kind = form.matches() ? EventKind.ofEvent(form.group(5)) : Optional.empty();
        Optional<EventBody> body = kind.flatMap(known -> EventBody.parse(known, form.group(6)));
        if (body.isEmpty()) {
            sink.notUnderstood(KernelText.decode(bytes, start, end - start));
        } else if (!body.get().equals(EventBody.NOTHING)) {
            sink.event(event(command.equals(UNKNOWN) ? "" : command, form, kind.orElseThrow(), body.get()));
        }
    }

    /** A name without the spaces before it. */
    private String command(int start) {
        int end = start + COMMAND_BYTES;
        int first = start;
        while (first < end && bytes[first] == ' ') {
            first++;
        }
        return KernelText.decode(bytes, first, end - first);
    }

    private static void parseLoss(String line, TraceSink sink) {
        Matcher form = LOSS.matcher(line);
        if (form.matches()) {
            long count = form.group(2) == null ? 0 : Long.parseLong(form.group(2));
            sink.lost(count, Integer.parseInt(form.group(1)));
        } else {
            sink.notUnderstood(line);
        }
    }

    private static TraceEvent event(String command, Matcher header, EventKind kind, EventBody body) {
        long micros = Long.parseLong(header.group(3)) * 1_000_000 + Long.parseLong(header.group(4));
        boolean isKnown = header.group(2).charAt(0) != '-';
        return new TraceEvent(
                micros * 1000,
                Integer.parseInt(header.group(1)),
                isKnown ? Integer.parseInt(header.group(2)) : 0,
                command,
                kind,
                body.inode(),
                body.size(),
                body.exporter(),
                body.fd(),
                body.text(),
                List.of());
    }
}
