// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frees what was dropped without a close when the kernel has no descriptor or no memory left for a call. The garbage
 * collector runs when Java's heap is full, and does not see what the objects in it hold of the kernel.
 *
 * <p>The system property {@code io.github.dmabuf4j.reclaim}, set to {@code false}, turns it off: then what was dropped is freed
 * when the garbage collector happens to run.
 */
public final class Reclaim {
    private static final boolean ENABLED = !"false".equalsIgnoreCase(System.getProperty("io.github.dmabuf4j.reclaim"));

    private static final Cleaner CLEANER = Cleaner.create(Reclaim::thread);
    private static final AtomicLong FREED = new AtomicLong();

    /** In milliseconds; each pause is twice the last one: 1 + 2 + ... + 128 in all. */
    private static final int LONGEST_PAUSE = 128;

    /** After a collection that freed nothing there is none for so long. */
    private static final long HOLD_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** One thread collects, others wait for what it frees. */
    private static final ReentrantLock COLLECTING = new ReentrantLock();

    /** Whether a collection has freed nothing, and when that was: {@link System#nanoTime}. For who has the lock. */
    private static boolean wasInVain;

    private static long inVainAt;

    static {
        // To say that no descriptor is left must not need the file of a class.
        ErrorNumber.symbol(LibC.EMFILE());
    }

    private Reclaim() {}

    private static Thread thread(Runnable cleaning) {
        return new Thread(
                () -> {
                    prepare();
                    cleaning.run();
                },
                "dmabuf4j-cleaner");
    }

    /** What it has to free then must not fail for want of memory. */
    private static void prepare() {
        try {
            Scratch.prepare();
        } catch (OutOfMemoryError later) {
            // The first descriptor to be freed makes it.
        }
    }

    /**
     * Has an action run, once, when nobody can reach an object any more.
     *
     * @param freeing must not reference the object; calls {@link #freed} where it freed something
     * @return runs the action sooner
     */
    public static Cleaner.Cleanable whenDropped(Object object, Runnable freeing) {
        return CLEANER.register(object, freeing);
    }

    /** A dropped descriptor was closed, or a mapping ended. */
    public static void freed() {
        FREED.incrementAndGet();
    }

    /** How many were freed up to now: to be asked before a call that may fail. */
    static long count() {
        return FREED.get();
    }

    /**
     * Whether a failed call is to be tried again: since something was freed after {@code before}, if need be by a garbage
     * collection now. Waits for that, a quarter of a second at the most besides the collection itself; an interrupt does not
     * end the wait.
     *
     * @param result of the call, a negative errno
     */
    static boolean isWorthAnotherTry(long result, long before) {
        return ENABLED && isShortage(result) && (count() != before || collect(before));
    }

    /** Frees what was dropped, for a call to come. Waits like a failed call. */
    public static void makeRoom() {
        if (ENABLED) {
            collect(count());
        }
    }

    private static boolean isShortage(long result) {
        return result == -LibC.EMFILE() || result == -LibC.ENFILE() || result == -LibC.ENOMEM();
    }

    private static boolean collect(long before) {
        COLLECTING.lock();
        try {
            // Another thread may have collected while this one waited for the lock.
            if (count() == before && !isHeldOff()) {
                collectAndWait(before);
                wasInVain = count() == before;
                inVainAt = System.nanoTime();
            }
            return count() != before;
        } finally {
            COLLECTING.unlock();
        }
    }

    private static boolean isHeldOff() {
        return wasInVain && System.nanoTime() - inVainAt < HOLD_OFF_NANOS;
    }

    private static void collectAndWait(long before) {
        CountDownLatch busy = dropSigns();
        System.gc();
        boolean interrupted = false;
        int pause = 1;
        while (pause <= LONGEST_PAUSE && count() == before) {
            interrupted |= !slept(pause);
            // Once the cleaners are at work, what is left in their queues takes no longer than some pauses more.
            pause = busy.getCount() == 0 ? Math.max(2 * pause, LONGEST_PAUSE / 4) : 2 * pause;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drops something with this cleaner and with that of arenas: when both have found it, they are at work. */
    private static CountDownLatch dropSigns() {
        CountDownLatch busy = new CountDownLatch(2);
        CLEANER.register(new Object(), busy::countDown);
        MemorySegment.NULL.reinterpret(Arena.ofAuto(), ended -> busy.countDown());
        return busy;
    }

    /** False where it was interrupted. */
    private static boolean slept(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
            return true;
        } catch (InterruptedException interrupt) {
            return false;
        }
    }
}
