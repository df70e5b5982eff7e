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

/** Waits for an urgent event of one descriptor, for a call from another thread, or for a time to pass. */
public final class Waiter implements AutoCloseable {
    /** What a wait ended with. */
    public enum Event {
        TIME,
        URGENT,
        CALLED,
        /** The watched descriptor tells no more: its source is gone. */
        LOST
    }

    /** No descriptor: poll(2) skips it. */
    public static final int NONE = -1;

    private static final int LONGEST_PAUSE_MILLIS = 100;

    private final Descriptor calls;
    private final MemorySegment polled = Arena.ofAuto().allocate(pollfd.layout(), 2);
    private final MemorySegment one = Arena.ofAuto().allocate(Long.BYTES, Long.BYTES);
    private final MemorySegment count = Arena.ofAuto().allocate(Long.BYTES, Long.BYTES);

    /**
     * Takes over the first descriptor, and watches the second, which must stay open as long as this.
     *
     * @param eventfd of {@link Sys#eventfd}, non-blocking
     * @param watched for urgent events; {@link #NONE} for no descriptor
     */
    public Waiter(int eventfd, int watched) {
        calls = new NamedDescriptor(eventfd, "an eventfd");
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        set(0, eventfd, LibC.POLLIN());
        set(1, watched, LibC.POLLPRI());
    }

    private void set(int index, int fd, int events) {
        MemorySegment entry = pollfd.asSlice(polled, index);
        pollfd.fd(entry, fd);
        pollfd.events(entry, (short) events);
    }

    /** For one thread at a time. Calls made before count, once. */
    public Event await(Duration time) {
        int milliseconds = Math.clamp(time.plusNanos(999_999).toMillis(), 0, Integer.MAX_VALUE);
        int ready = Sys.poll(polled, 2, milliseconds);
        if (ready == 0 || ready == -LibC.EINTR()) {
            // Interrupted by a signal, it is as if the time had passed: callers look at the clock anyway.
            return Event.TIME;
        }
        if (ready < 0 || (happened(0) & LibC.POLLNVAL()) != 0) {
            // No memory; or others have closed the descriptor of the calls, which are missed from then on.
            pause(Math.min(milliseconds, LONGEST_PAUSE_MILLIS));
            return Event.TIME;
        }
        if (happened(0) != 0) {
            Sys.read(calls.number(), count);
            return Event.CALLED;
        }
        if ((happened(1) & LibC.POLLPRI()) != 0 && (happened(1) & LibC.POLLERR()) == 0) {
            return Event.URGENT;
        }
        set(1, NONE, 0);
        return Event.LOST;
    }

    /** Callers that find nothing wait again at once: they must not keep a processor busy. */
    private static void pause(int milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }

    private int happened(int index) {
        return pollfd.revents(pollfd.asSlice(polled, index));
    }

    /** Ends the wait, or the next one; from any thread. After the close it does nothing. */
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
