// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What was used last, as much as there is room for. Other programs choose how much each has, and how many there are.
 *
 * @param <V> has functions, or other rows
 */
final class Kept<K, V> {
    /** What one takes besides its rows. */
    private static final long EACH = 100;

    private final Map<K, V> all = new LinkedHashMap<>(16, 0.75f, true);
    private final long room;
    private final ToLongFunction<V> rows;
    private long taken;

    /**
     * An empty one.
     *
     * @param room for so many rows in all
     */
    Kept(long room, ToLongFunction<V> rows) {
        this.room = room;
        this.rows = rows;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(all.get(key));
    }

    /** Keeps it, and forgets what was used before the others if there is no room. The last one always has room. */
    V put(K key, V value) {
        V before = all.put(key, value);
        taken += of(value) - (before == null ? 0 : of(before));
        Iterator<V> eldest = all.values().iterator();
        while (taken > room && all.size() > 1) {
            V forgotten = eldest.next();
            eldest.remove();
            taken -= of(forgotten);
        }
        return value;
    }

    private long of(V value) {
        return EACH + rows.applyAsLong(value);
    }

    void clear() {
        all.clear();
        taken = 0;
    }
}
