// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.pollfd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for an urgent event of one descriptor, for another one to have something to read, for a call by another thread, or for a
 * time to pass.
 */
public final class Waiter implements AutoCloseable {
    /** Why a wait ended. */
    public enum Event {
        TIME,
        URGENT,
        CALLED,
        /** The other descriptor has something to read. */
        READY,
        /** The descriptor with urgent events will report no event any more: its source has gone. */
        LOST
    }

    /** No descriptor: poll(2) skips it. */
    public static final int NONE = -1;

    private static final int LONGEST_PAUSE_MILLIS = 100;

    private static final int POLLED = 3;

    private final Descriptor calls;
    private final MemorySegment polled = Arena.ofAuto().allocate(pollfd.layout(), POLLED);
    private final MemorySegment one = Arena.ofAuto().allocate(Long.BYTES, Long.BYTES);
    private final MemorySegment count = Arena.ofAuto().allocate(Long.BYTES, Long.BYTES);

    /** Whether an urgent event came with another one: the kernel reports memory pressure to one poll alone. */
    private boolean isUrgent;

    /**
     * Takes over the first descriptor and watches the others, which must stay open until this is closed.
     *
     * @param eventfd a non-blocking eventfd
     * @param urgent the descriptor whose urgent events end a wait; {@link #NONE} for none
     * @param readable the descriptor that ends a wait when it can be read; {@link #NONE} for none
     */
    public Waiter(int eventfd, int urgent, int readable) {
        calls = new NamedDescriptor(eventfd, "an eventfd");
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        set(0, eventfd, LibC.POLLIN());
        set(1, urgent, LibC.POLLPRI());
        set(2, readable, LibC.POLLIN());
    }

    private void set(int index, int fd, int events) {
        MemorySegment entry = pollfd.asSlice(polled, index);
        pollfd.fd(entry, fd);
        pollfd.events(entry, (short) events);
    }

    /** Waits. For one thread at a time. Calls made before it count as one call. */
    public Event await(Duration time) {
        if (isUrgent) {
            isUrgent = false;
            return Event.URGENT;
        }
        return poll(time);
    }

    private Event poll(Duration time) {
        int milliseconds = Math.clamp(time.plusNanos(999_999).toMillis(), 0, Integer.MAX_VALUE);
        int ready = Sys.poll(polled, POLLED, milliseconds);
        if (ready == 0 || ready == -LibC.EINTR()) {
            // A signal counts like the end of the time: callers look at the clock in any case.
            return Event.TIME;
        }
        if (ready < 0 || (happened(0) & LibC.POLLNVAL()) != 0) {
            // No memory; or others have closed the eventfd, and calls are missed from then on.
            pause(Math.min(milliseconds, LONGEST_PAUSE_MILLIS));
            return Event.TIME;
        }
        if (happened(0) == 0 && happened(2) == 0) {
            return urgentEvent();
        }
        isUrgent = hasUrgent();
        if (happened(0) != 0) {
            Sys.read(calls.number(), count);
            return Event.CALLED;
        }
        return readableEvent();
    }

    private boolean hasUrgent() {
        return (happened(1) & LibC.POLLPRI()) != 0 && (happened(1) & LibC.POLLERR()) == 0;
    }

    private Event readableEvent() {
        if ((happened(2) & LibC.POLLIN()) != 0) {
            return Event.READY;
        }
        // Others have closed it.
        set(2, NONE, 0);
        return Event.TIME;
    }

    private Event urgentEvent() {
        if (hasUrgent()) {
            return Event.URGENT;
        }
        set(1, NONE, 0);
        return Event.LOST;
    }

    /** Callers wait again at once: without a pause they would keep a processor busy. */
    private static void pause(int milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }

    private int happened(int index) {
        return pollfd.revents(pollfd.asSlice(polled, index));
    }

    /** Ends the current wait, or the next one. For any thread. After the close it does nothing. */
    public void call() {
        try {
            int fd = calls.acquire();
            try {
                Sys.write(fd, one);
            } finally {
                calls.release();
            }
        } catch (IllegalStateException closed) {
            // Nobody waits any more.
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
