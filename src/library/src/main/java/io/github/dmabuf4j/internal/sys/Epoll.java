// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * The kernel's set of watched descriptors, as epoll(7) describes it. Each descriptor reports its events once, and then again only
 * after {@link #rearm}.
 */
final class Epoll {
    private static final int MOST_AT_ONCE = 128;

    /** Written by hand, since jextract writes the layout of one architecture. Only x86_64 packs it. */
    static final StructLayout EVENT = isPacked()
            ? MemoryLayout.structLayout(JAVA_INT.withName("events"), JAVA_LONG_UNALIGNED.withName("data"))
            : MemoryLayout.structLayout(
                    JAVA_INT.withName("events"), MemoryLayout.paddingLayout(Integer.BYTES), JAVA_LONG.withName("data"));

    private static final long DATA = EVENT.byteOffset(PathElement.groupElement("data"));

    private final int fd;
    private final MemorySegment happened = Arena.ofAuto().allocate(EVENT, MOST_AT_ONCE);

    private Epoll(int fd) {
        this.fd = fd;
    }

    private static boolean isPacked() {
        return System.getProperty("os.arch").equals("amd64");
    }

    /** Creates a set. Returns its descriptor, or the negative errno. */
    static int create() {
        return Sys.epollCreate(LibC.EPOLL_CLOEXEC());
    }

    /** Takes over the descriptor of a set and never closes it. */
    static Epoll of(int fd) {
        return new Epoll(fd);
    }

    /** Adds a descriptor that is not yet in the set. Returns 0, or the negative errno. */
    int add(int watched, int events) {
        return control(LibC.EPOLL_CTL_ADD(), watched, events);
    }

    /** Watches a descriptor of the set again. Returns 0, or the negative errno. */
    int rearm(int watched, int events) {
        return control(LibC.EPOLL_CTL_MOD(), watched, events);
    }

    /** Removes a descriptor from the set. Returns 0, or the negative errno. */
    int remove(int watched) {
        return control(LibC.EPOLL_CTL_DEL(), watched, 0);
    }

    private int control(int operation, int watched, int events) {
        MemorySegment event = Scratch.cleared(EVENT);
        event.set(JAVA_INT, 0, events | LibC.EPOLLONESHOT());
        event.set(JAVA_LONG_UNALIGNED, DATA, watched);
        return Sys.epollControl(fd, operation, watched, event);
    }

    /**
     * Waits until a descriptor reports an event. For one thread at a time. Needs no Java memory.
     *
     * @return the number of descriptors that report an event, or the negative errno
     */
    int await() {
        return Sys.epollWait(fd, happened, MOST_AT_ONCE);
    }

    /** Returns one of the descriptors that the last wait has found. The index begins at 0. */
    int descriptor(int index) {
        return (int) happened.get(JAVA_LONG_UNALIGNED, index * EVENT.byteSize() + DATA);
    }
}
