// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file descriptor that this process owns, which many threads may use and any may close.
 *
 * <p>Who uses the number holds it between {@link #acquire} and {@link #release}. A close while it is held makes
 * every later acquire fail and takes effect with the last release, so that no call can meet a number that the
 * kernel has meanwhile given to another file.
 */
public abstract class Descriptor {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptor.class);
    private static final String IN_USE = " is in use and cannot be detached: first close its access scopes and HeldFds,"
            + " and end the calls and waits of other threads";

    private static final int CLOSED = Integer.MIN_VALUE;

    /** Closed, with more holders than there can be: no release is the last one any more. */
    private static final int ABANDONED = CLOSED / 2;

    /** Between the states of a closed descriptor with some holders and of an abandoned one with some released. */
    private static final int LEAST_ABANDONED = CLOSED / 4 * 3;

    /** What a descriptor has before the kernel gives it a number. */
    private static final int NO_NUMBER = -1;

    private volatile int fd;

    /** The number of holders, with the sign bit set once closed. */
    private final AtomicInteger state = new AtomicInteger();

    /** Takes over {@code fd}. */
    protected Descriptor(int fd) {
        this.fd = fd;
    }

    /** One without a number, for {@link #own}: whatever can fail is done before the kernel gives it one. */
    protected Descriptor() {
        this(NO_NUMBER);
    }

    /**
     * Takes over what a system call has just given; from now on this closes it. Cannot fail, when nothing but the returns of
     * methods came between the two.
     *
     * @param result a number, or a negative errno, which is ignored
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

    /** What messages call it. It may have text of others in it. */
    public abstract String target();

    /** {@link #target}, printable. */
    public final String shown() {
        return TerminalEscape.of(target());
    }

    /** The number, whether open or not. */
    public final int number() {
        return fd;
    }

    /** Whether {@link #close} or {@link #detach} was called. */
    public final boolean isClosed() {
        return state.get() < 0;
    }

    /**
     * Holds the descriptor open until {@link #release}.
     *
     * @return its number
     * @throws IllegalStateException when it was closed
     */
    public final int acquire() {
        // What follows up to the release must not fail half-way, nor the release, which may have to close.
        Headroom.toBegin();
        if (!hold()) {
            throw new IllegalStateException(shown() + " is closed");
        }
        return fd;
    }

    /**
     * Holds the descriptor open until {@link #release}, for what ends it. Needs no more stack than a {@link #close}.
     *
     * @return false when it was closed, and is not held
     */
    public final boolean acquireToEnd() {
        Headroom.toEnd();
        return hold();
    }

    private boolean hold() {
        int holders;
        do {
            holders = state.get();
            if (holders < 0) {
                return false;
            }
        } while (!state.compareAndSet(holders, holders + 1));
        return true;
    }

    /** Holds it once more, for one who holds it already: a close meanwhile does not make this fail. */
    final void acquireAgain() {
        state.incrementAndGet();
    }

    /** Ends one {@link #acquire}. */
    public final void release() {
        if (state.decrementAndGet() == CLOSED) {
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
     * Closes it with the last {@link #release}, for one who holds it since {@link #acquireToEnd}. Cannot fail.
     *
     * @return whether this was the first call
     */
    public final boolean closeHeld() {
        return markClosed() >= 0;
    }

    /** The number of holders, negative where it was closed already. */
    private int markClosed() {
        int holders;
        do {
            holders = state.get();
        } while (holders >= 0 && !state.compareAndSet(holders, holders | CLOSED));
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
        int holders = state.compareAndExchange(0, CLOSED);
        if (holders != 0) {
            throw new IllegalStateException(shown() + (holders < 0 ? " is closed" : IN_USE));
        }
        return fd;
    }

    /** Whether it was closed and nobody holds it any more, or was detached or abandoned. */
    public final boolean isDisposed() {
        return isDisposed(state.get());
    }

    /**
     * Closes it although somebody may hold it: for the Cleaner, which runs when no holder can be reached any more.
     *
     * @return whether this disposed of it
     */
    public final boolean abandon() {
        Headroom.toEnd();
        if (isDisposed(state.getAndSet(ABANDONED))) {
            return false;
        }
        dispose();
        Reclaim.freed();
        return true;
    }

    private static boolean isDisposed(int state) {
        return state == CLOSED || (state >= LEAST_ABANDONED && state < 0);
    }

    /** Ends what the descriptor stands for; called once. */
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
