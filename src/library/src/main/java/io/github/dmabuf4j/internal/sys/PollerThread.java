// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task of the thread of a {@link Poller}. It goes on after every Throwable and loses no wait by it: it then polls all
 * descriptors, and not only those that the kernel has reported. If the kernel's set is lost, the thread ends, and all waits end
 * with the errno.
 */
final class PollerThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    /** Gives other threads time to free memory, and limits the cost of a failure that lasts. */
    private static final long PAUSE_MILLIS = 10;

    private final Poller poller;
    private final Epoll set;
    private final Watches watches;
    private final EndedWaits ended = new EndedWaits();

    /** Whether an event may have been lost. */
    private boolean troubled;

    /** The errno by which the set was lost; 0 as long as it works. */
    private int lost;

    PollerThread(Poller poller, Epoll set, Watches watches) {
        this.poller = poller;
        this.set = set;
        this.watches = watches;
    }

    @Override
    public void run() {
        while (lost == 0 || troubled) {
            try {
                round();
            } catch (Throwable thrown) {
                note(thrown);
            }
        }
    }

    private void note(Throwable thrown) {
        boolean first = !troubled;
        troubled = true;
        if (first) {
            try {
                SafeLog.error(LOG, "waiting for events failed; it goes on", thrown);
            } catch (Throwable notLoaded) {
                // Loading the class of the log takes memory too.
            }
        }
    }

    private void round() throws InterruptedException {
        if (troubled) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            endReadyOfAll();
        } else {
            endReady(set.await());
        }
        troubled = !ended.report();
    }

    private void endReadyOfAll() {
        if (lost == 0) {
            poller.locked(() -> watches.endReadyOfAll(ended));
        } else {
            poller.lose(watches, lost, ended);
        }
    }

    private void endReady(int count) {
        if (count >= 0) {
            poller.locked(() -> endReported(count));
            return;
        }
        if (count != -LibC.EBADF() && count != -LibC.EINVAL()) {
            throw new IllegalStateException(failure(-count));
        }
        lost = -count;
        SafeLog.error(LOG, "the thread that waits for events ends, and all waits with it", lostSet());
        poller.lose(watches, lost, ended);
    }

    private void endReported(int count) {
        for (int i = 0; i < count; i++) {
            watches.endReady(set.descriptor(i), ended);
        }
    }

    private IllegalStateException lostSet() {
        return new IllegalStateException(failure(lost) + "; was its descriptor closed by others?");
    }

    private static String failure(int errno) {
        return "epoll_wait failed: " + ErrorNumber.describe(errno);
    }
}
