// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waits that have ended but have not reported it yet, in the order in which they ended. They are linked through their own
 * fields: to add one needs no memory, so no end is lost when there is none. For one thread.
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
     * Lets all of them report their end. One that fails does not stop the others.
     *
     * @return whether all did; those that lacked memory or stack are tried again by the next call
     */
    boolean report() {
        Poller.Wait end = last;
        boolean all = true;
        for (Poller.Wait wait = first; wait != null; wait = wait == end ? null : first) {
            // If this throws all the same, nothing has changed.
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
                SafeLog.error(
                        LOG,
                        "the end of a wait cannot be reported for want of memory or stack; it is tried again",
                        shortage);
            }
            return false;
        } catch (Throwable thrown) {
            SafeLog.error(LOG, "the end of a wait could not be reported", thrown);
            return true;
        }
    }
}
