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
 * Frees objects that were dropped without a close when the kernel has no descriptor or no memory left for a call. The garbage
 * collector runs when the Java heap is full; it does not see what the objects hold in the kernel.
 *
 * <p>The system property {@code io.github.dmabuf4j.reclaim}, set to {@code false}, turns this off. Then dropped objects are freed
 * when the garbage collector runs for another reason.
 */
public final class Reclaim {
    private static final boolean ENABLED = !"false".equalsIgnoreCase(System.getProperty("io.github.dmabuf4j.reclaim"));

    private static final Cleaner CLEANER = Cleaner.create(Reclaim::thread);
    private static final AtomicLong FREED = new AtomicLong();

    /** In milliseconds. Each pause is twice the one before: 1 + 2 + ... + 128 in all. */
    private static final int LONGEST_PAUSE = 128;

    /** After a collection that freed nothing there is no other one for this time. */
    private static final long HOLD_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** One thread collects. The others wait for what it frees. */
    private static final ReentrantLock COLLECTING = new ReentrantLock();

    /** Whether the last collection freed nothing. Guarded by the lock. */
    private static boolean wasInVain;

    /** When that was, by {@link System#nanoTime}. Guarded by the lock. */
    private static long inVainAt;

    static {
        // Loaded now: when no descriptor is left, the file of the class could not be opened.
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

    /** Allocates the memory for system calls, which the thread could lack when it has to free something. */
    private static void prepare() {
        try {
            Scratch.prepare();
        } catch (OutOfMemoryError later) {
            // The first descriptor that is freed allocates it.
        }
    }

    /**
     * Has an action run once, when an object is not reachable any more.
     *
     * @param freeing the action; must have no reference to the object, and calls {@link #freed} if it freed something
     * @return runs the action earlier
     */
    public static Cleaner.Cleanable whenDropped(Object object, Runnable freeing) {
        return CLEANER.register(object, freeing);
    }

    /** Counts a dropped descriptor that was closed, or a mapping that was ended. */
    public static void freed() {
        FREED.incrementAndGet();
    }

    /** Returns how many were freed up to now. To be read before a call that may fail. */
    static long count() {
        return FREED.get();
    }

    /**
     * Whether to repeat a failed call, because something was freed since {@code before}. If nothing was, asks for a garbage
     * collection and waits at most a quarter of a second after it. An interrupt does not end the wait.
     *
     * @param result the result of the call: a negative errno
     */
    static boolean isWorthAnotherTry(long result, long before) {
        return ENABLED && isShortage(result) && (count() != before || collect(before));
    }

    /** Frees dropped objects for a later call. Waits like {@link #isWorthAnotherTry}. */
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
            // Once the cleaners are at work, some more pauses suffice for what is left in their queues.
            pause = busy.getCount() == 0 ? Math.max(2 * pause, LONGEST_PAUSE / 4) : 2 * pause;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drops an object of this cleaner and one of that of arenas. When both have found theirs, they are at work. */
    private static CountDownLatch dropSigns() {
        CountDownLatch busy = new CountDownLatch(2);
        CLEANER.register(new Object(), busy::countDown);
        MemorySegment.NULL.reinterpret(Arena.ofAuto(), ended -> busy.countDown());
        return busy;
    }

    /** Returns false if it was interrupted. */
    private static boolean slept(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
            return true;
        } catch (InterruptedException interrupt) {
            return false;
        }
    }
}
