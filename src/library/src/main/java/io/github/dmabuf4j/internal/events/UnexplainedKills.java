// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.events;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Matches the kernel's count of OOM kills with the ends of processes that are watched. The kernel counts a kill before the process has
 * ended, and the process may not be one of those that are watched. For one thread at a time.
 */
public final class UnexplainedKills {
    /** How long after its kill a process may end: freeing much memory takes time. */
    private static final long LONGEST_END = Duration.ofSeconds(30).toNanos();

    private final OomKills kills;
    private final long patience;
    private final LongSupplier clock;

    /** The kills for which no process was seen to end. */
    private long open;

    /** Those of them that have not been reported as kills of other processes. */
    private long unreported;

    private long last;

    /** When the first of the unreported kills was found. */
    private long firstUnreported;

    /**
     * Counts from now on.
     *
     * @param patience how long to wait for the end of a process before a kill is one of another process
     */
    public UnexplainedKills(Duration patience) {
        this(new OomKills(), patience, System::nanoTime);
    }

    /** For tests: with another count and another clock of nanoseconds. */
    UnexplainedKills(OomKills kills, Duration patience, LongSupplier clock) {
        this.kills = kills;
        this.patience = patience.toNanos();
        this.clock = clock;
    }

    private void look() {
        long more = kills.more();
        long now = clock.getAsLong();
        if (more > 0) {
            last = now;
            open += more;
            firstUnreported = unreported == 0 ? now : firstUnreported;
            unreported += more;
        } else if (now - last > LONGEST_END) {
            open = 0;
        }
    }

    /**
     * Whether a process that SIGKILL has just ended is one of those that the kernel has killed. Then it explains one kill.
     *
     * @param group the count of its control group
     */
    public boolean explainedBy(GroupOomKills group) {
        look();
        if (open == 0 || !group.mayHaveGrown()) {
            return false;
        }
        open--;
        unreported = Math.min(unreported, open);
        return true;
    }

    /** Whether the kernel has killed processes whose end nobody has seen; each is reported once. */
    public boolean isDue() {
        look();
        boolean due = unreported > 0 && clock.getAsLong() - firstUnreported >= patience;
        if (due) {
            unreported = 0;
        }
        return due;
    }
}
