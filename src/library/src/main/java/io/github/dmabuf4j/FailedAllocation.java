// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.jfr.Events;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is reported of an allocation that the kernel refused, beside the exception: an event, and, where memory or descriptors have run
 * out, a warning that says what this JVM holds.
 */
final class FailedAllocation {
    private static final Logger LOG = LoggerFactory.getLogger(DmaBuf.class);

    /** A program that tries again and again is advised once in this time. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MOST_SITES = 5;
    private static final int MOST_FRAMES = 4;

    /** By {@link System#nanoTime}. */
    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

    private FailedAllocation() {}

    /** Loads this class, and what it needs, while there are descriptors to open its file. */
    static void prepare() {
        ErrorNumber.symbol(LibC.ENOMEM());
    }

    /**
     * Reports one. Never throws.
     *
     * @param origin the heap
     * @param bytes the size that was asked for
     */
    static void report(String origin, long bytes, int errno) {
        Events.allocateFailed(origin, bytes, errno);
        if (isShortage(errno) && isTime()) {
            try {
                warn(origin, bytes, errno);
            } catch (Throwable unusableLog) {
                // The exception reports the failure.
            }
        }
    }

    private static boolean isShortage(int errno) {
        return errno == LibC.ENOMEM() || errno == LibC.EMFILE() || errno == LibC.ENFILE();
    }

    private static boolean isTime() {
        long now = System.nanoTime();
        long next = NEXT.get();
        return now - next >= 0 && NEXT.compareAndSet(next, now + PAUSE_NANOS);
    }

    private static void warn(String origin, long bytes, int errno) {
        List<AllocationSite> sites = BufferLedger.isRunning() ? BufferLedger.sites() : List.of();
        LOG.warn(
                "allocation of {} bytes from {} failed with {}: {}{}",
                bytes,
                TerminalEscape.of(origin),
                ErrorNumber.symbol(errno),
                holdings(LiveBuffers.now()),
                sites.isEmpty() ? howToSeeSites() : ", most of them allocated by:");
        for (AllocationSite site : sites.subList(0, Math.min(MOST_SITES, sites.size()))) {
            LOG.warn("{} buffers, {} bytes: {}", site.count(), site.bytes(), TerminalEscape.of(frames(site)));
        }
    }

    private static String holdings(LiveBuffers live) {
        return live.count() == 0
                ? "this JVM holds no buffer; `dmabuf ps` lists the processes that do"
                : "this JVM holds " + live.count() + " buffers with " + live.memoryUsed() + " bytes";
    }

    private static String howToSeeSites() {
        return BufferLedger.isRunning()
                ? ""
                : "; -D" + BufferLedger.PROPERTY + "=true or BufferLedger.start() records where buffers are allocated";
    }

    private static String frames(AllocationSite site) {
        return site.stack().stream()
                .limit(MOST_FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
    }
}
