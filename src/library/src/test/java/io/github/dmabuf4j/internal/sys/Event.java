// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A descriptor that is ready when a test says so: to read when it was set, to write unless it is full. */
final class Event extends Descriptor {
    /** The most that an eventfd holds. */
    private static final long FULL = -2;

    Event() {
        this(Sys.eventfd(0, LibC.EFD_CLOEXEC() | LibC.EFD_NONBLOCK()));
    }

    Event(int fd) {
        super(fd);
    }

    @Override
    public String target() {
        return "the event";
    }

    boolean isOpen() {
        return OpenFiles.link(number()).contains("eventfd");
    }

    void set() {
        write(number(), 1);
    }

    static void set(int fd) {
        write(fd, 1);
    }

    /** From 0 on. */
    void fill() {
        write(number(), FULL);
    }

    private static void write(int fd, long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(JAVA_LONG);
            bytes.set(JAVA_LONG, 0, value);
            check(Sys.write(fd, bytes));
        }
    }

    void reset() {
        try (Arena arena = Arena.ofConfined()) {
            check(Sys.read(number(), arena.allocate(JAVA_LONG)));
        }
    }

    private static void check(long result) {
        if (result != Long.BYTES) {
            throw new IllegalStateException("an eventfd answered " + result);
        }
    }
}
