// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sums of processes or of places in programs: those of a bounded number each, and those of all others together.
 *
 * @param <K> who allocated
 */
final class SumsTable<K> {
    /** Programs that are started for each picture, say, become any number. */
    static final int MOST = 1000;

    /** Those with the most memory left first. */
    private static final Comparator<Sums<?>> ORDER = Comparator.<Sums<?>>comparingLong(Sums::leftBytes)
            .thenComparingLong(Sums::allocatedBytes)
            .reversed();

    private final Map<K, Sums<K>> rows = new HashMap<>();
    private final Sums<K> others;
    private long joined;

    /**
     * A table without rows.
     *
     * @param nobody who has the sums of those that have no row
     */
    SumsTable(K nobody) {
        this.others = new Sums<>(nobody);
    }

    /** The sums of one, to which an allocation is added at once. */
    Sums<K> of(K who) {
        // Not at each new one, since it sorts all.
        if (rows.size() >= 2 * MOST && !rows.containsKey(who)) {
            joinLast();
        }
        return rows.computeIfAbsent(who, Sums::new);
    }

    private void joinLast() {
        for (Sums<K> last : rows.values().stream().sorted(ORDER).skip(MOST).toList()) {
            last.joins(others);
            rows.remove(last.who());
            joined++;
        }
    }

    /** At most {@link #MOST}, those with the most memory left first. */
    List<Sums<K>> rows() {
        joinLast();
        return rows.values().stream().sorted(ORDER).toList();
    }

    /** Those that {@link #rows} leaves out. One that was left out and then allocated again has a row for what came then. */
    Sums<K> others() {
        return others;
    }

    /** How many {@link #others} are. */
    long joined() {
        return joined;
    }
}
