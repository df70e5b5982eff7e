// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits that have ended and have still to report that, in the order of their end. Linked through the waits themselves: an
 * end must not be lost for want of memory. For one thread.
 */
final class EndedWaits {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    private Poller.@Nullable Wait first;
    private Poller.@Nullable Wait last;

    void add(Poller.Wait wait) {
        if (last == null) {
            first = wait;
        } else {
            last.next = wait;
        }
        last = wait;
    }

    /**
     * Has all of them report their end, those as well that are behind one that fails.
     *
     * @return whether all did; where memory or stack was short, the others are tried again by the next call
     */
    boolean report() {
        Poller.Wait end = last;
        boolean all = true;
        for (Poller.Wait wait = first; wait != null; wait = wait == end ? null : first) {
            // Where this throws all the same, nothing has changed.
            boolean reported = isReported(wait);
            remove(wait);
            if (!reported) {
                add(wait);
                all = false;
            }
        }
        return all;
    }

    private void remove(Poller.Wait head) {
        first = head.next;
        last = first == null ? null : last;
        head.next = null;
    }

    private static boolean isReported(Poller.Wait wait) {
        try {
            wait.reportEnd();
            return true;
        } catch (VirtualMachineError shortage) {
            if (wait.triedFirst()) {
                SafeLog.error(LOG, "the end of a wait cannot be reported now; it is tried again", shortage);
            }
            return false;
        } catch (Throwable thrown) {
            SafeLog.error(LOG, "the end of a wait could not be reported", thrown);
            return true;
        }
    }
}
