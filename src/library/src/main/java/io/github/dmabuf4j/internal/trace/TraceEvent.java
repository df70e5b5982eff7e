// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Something that happened to a buffer.
 *
 * @param nanos when, by the clock of {@link System#nanoTime}, to a microsecond
 * @param thread the number of the thread that did it
 * @param pid the number of its process; 0 if that is not known
 * @param command the name of the process or, where that is not known, of the thread; empty if neither is. Another program has
 *     chosen it
 * @param kind what happened
 * @param inode the inode of the buffer, unsigned 64 bits
 * @param size bytes; empty where the kernel does not report it with this event
 * @param exporter who made the buffer; empty where the kernel does not report it with this event
 * @param fd the descriptor, of {@link EventKind#FD} and {@link EventKind#GET}
 * @param stack of {@link EventKind#EXPORT}, where stacks are wanted: the program's frames, the innermost first; empty if it is not
 *     known. Other programs have chosen the names in it
 * @param text the device of {@link EventKind#ATTACH} and {@link EventKind#DETACH}, the name of {@link EventKind#NAME}
 */
public record TraceEvent(
        long nanos,
        int thread,
        int pid,
        String command,
        EventKind kind,
        long inode,
        OptionalLong size,
        Optional<String> exporter,
        OptionalInt fd,
        Optional<String> text,
        List<String> stack) {
    public TraceEvent {
        stack = List.copyOf(stack);
    }

    /** The same, from there. */
    public TraceEvent at(List<String> frames) {
        return new TraceEvent(nanos, thread, pid, command, kind, inode, size, exporter, fd, text, frames);
    }

    /** The same, done by this process. */
    TraceEvent by(int process, String name) {
        return new TraceEvent(nanos, thread, process, name, kind, inode, size, exporter, fd, text, stack);
    }
}
