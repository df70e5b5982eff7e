// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file descriptor that this process owns. Many threads may use it, and each of them may close it.
 *
 * <p>A thread that uses the number holds it between {@link #acquire} and {@link #release}. When it is closed while it is held,
 * every later acquire fails, and the close takes effect with the last release. So no call uses a number that the kernel has given
 * to another file in the meantime.
 */
public abstract class Descriptor {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptor.class);
    private static final String IN_USE = " is in use and cannot be detached: first close its access scopes and HeldFds,"
            + " and end the calls and waits of other threads";

    /** Changes the state without an object of its own for each descriptor. */
    private static final AtomicIntegerFieldUpdater<Descriptor> STATE =
            AtomicIntegerFieldUpdater.newUpdater(Descriptor.class, "state");

    private static final int CLOSED = Integer.MIN_VALUE;

    /** Closed, with more holders than there can be, so that no release is the last one. */
    private static final int ABANDONED = CLOSED / 2;

    /** Lies between the states of a closed descriptor that is held and those of an abandoned one that was released. */
    private static final int LEAST_ABANDONED = CLOSED / 4 * 3;

    /** The value before the kernel gives the descriptor a number. */
    private static final int NO_NUMBER = -1;

    private volatile int fd;

    /** The number of holders. The sign bit is set when it was closed. */
    private volatile int state;

    /** Takes over {@code fd}. */
    protected Descriptor(int fd) {
        this.fd = fd;
    }

    /** Creates one without a number, for {@link #own}. So whatever can fail is done before the kernel creates the descriptor. */
    protected Descriptor() {
        this(NO_NUMBER);
    }

    /**
     * Takes over a descriptor that a system call has just created; from now on this closes it. Cannot fail if only returns of
     * methods came between the two.
     *
     * @param result the result of the call: a descriptor, or a negative errno, which is ignored
     * @return {@code result}
     */
    public final int own(int result) {
        if (result >= 0) {
            fd = result;
        }
        return result;
    }

    /** Whether it ever had a number. */
    public final boolean hasNumber() {
        return fd != NO_NUMBER;
    }

    /** Returns what messages call it. The text may contain names that others have chosen. */
    public abstract String target();

    /** Returns {@link #target}, escaped for messages. */
    public final String shown() {
        return TerminalEscape.of(target());
    }

    /** Returns the number, also after a close. */
    public final int number() {
        return fd;
    }

    /** Whether {@link #close} or {@link #detach} was called. */
    public final boolean isClosed() {
        return state < 0;
    }

    /**
     * Holds the descriptor open until {@link #release}.
     *
     * @return its number
     * @throws IllegalStateException when it was closed
     */
    public final int acquire() {
        // The caller must not fail half-way, and the release, which may have to close, must not fail at all.
        Headroom.toBegin();
        if (!hold()) {
            throw new IllegalStateException(shown() + " is closed");
        }
        return fd;
    }

    /**
     * Holds the descriptor open until {@link #release}, for code that ends it. Needs no more stack than a {@link #close}.
     *
     * @return whether it is held; false if it was closed
     */
    public final boolean acquireToEnd() {
        Headroom.toEnd();
        return hold();
    }

    private boolean hold() {
        int holders;
        do {
            holders = state;
            if (holders < 0) {
                return false;
            }
        } while (!STATE.compareAndSet(this, holders, holders + 1));
        return true;
    }

    /** Holds it once more, for a caller that holds it already. Does not fail if it was closed in the meantime. */
    final void acquireAgain() {
        STATE.incrementAndGet(this);
    }

    /** Ends one {@link #acquire}. */
    public final void release() {
        if (STATE.decrementAndGet(this) == CLOSED) {
            dispose();
        }
    }

    /**
     * Closes it, now or with the last {@link #release}.
     *
     * @return whether this was the first call
     */
    public final boolean close() {
        Headroom.toEnd();
        int before = markClosed();
        if (before == 0) {
            dispose();
        }
        return before >= 0;
    }

    /**
     * Closes it with the last {@link #release}, for a caller that holds it since {@link #acquireToEnd}. Cannot fail.
     *
     * @return whether this was the first call
     */
    public final boolean closeHeld() {
        return markClosed() >= 0;
    }

    /** Marks it as closed. Returns the number of holders before; negative if it was closed already. */
    private int markClosed() {
        int holders;
        do {
            holders = state;
        } while (holders >= 0 && !STATE.compareAndSet(this, holders, holders | CLOSED));
        return holders;
    }

    /**
     * Closes it without closing the number, which is the caller's from then on. Nothing fails after the number was given up.
     *
     * @return the number
     * @throws IllegalStateException when it was closed, or is held
     */
    public final int detach() {
        Headroom.toBegin();
        if (!STATE.compareAndSet(this, 0, CLOSED)) {
            throw new IllegalStateException(shown() + (isClosed() ? " is closed" : IN_USE));
        }
        return fd;
    }

    /** Whether it was closed and nobody holds it any more, or was detached or abandoned. */
    public final boolean isDisposed() {
        return isDisposed(state);
    }

    /**
     * Closes it even if it is held. For the Cleaner, which runs when no holder is reachable any more.
     *
     * @return whether this call closed it
     */
    public final boolean abandon() {
        Headroom.toEnd();
        if (isDisposed(STATE.getAndSet(this, ABANDONED))) {
            return false;
        }
        dispose();
        Reclaim.freed();
        return true;
    }

    private static boolean isDisposed(int state) {
        return state == CLOSED || (state >= LEAST_ABANDONED && state < 0);
    }

    /** Closes the number. Called once. */
    protected void dispose() {
        int result = hasNumber() ? Sys.close(fd) : 0;
        if (result < 0) {
            LOG.error(
                    "close of {} (fd {}) failed: {} ({}), {}; somebody else has closed this descriptor number",
                    shown(),
                    fd,
                    ErrorNumber.symbol(-result),
                    -result,
                    ErrorNumber.text(-result));
        }
    }
}
