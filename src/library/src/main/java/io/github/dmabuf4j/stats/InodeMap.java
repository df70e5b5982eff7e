// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Values by inode, without an object for each inode. A value is added and never removed. Used by one thread. */
final class InodeMap<T> {
    private static final int LEAST_PLACES = 16;

    /** In the order in which they were added. */
    private final List<T> values = new ArrayList<>();

    private long[] inodes = new long[LEAST_PLACES];

    /** By place: the index of the value plus one; 0 where there is none. At most half of the places have one. */
    private int[] indexes = new int[LEAST_PLACES];

    /** Returns the value of an inode, which is made if there is none. */
    T get(long inode, LongFunction<T> maker) {
        int place = place(inode);
        if (indexes[place] == 0) {
            T made = maker.apply(inode);
            if (2 * values.size() >= indexes.length) {
                grow();
                place = place(inode);
            }
            values.add(made);
            put(place, inode, values.size());
            return made;
        }
        return values.get(indexes[place] - 1);
    }

    private void put(int place, long inode, int index) {
        inodes[place] = inode;
        indexes[place] = index;
    }

    /** Where an inode is, or is to be put. The kernel counts inodes, so neighbours have neighbouring places. */
    private int place(long inode) {
        int last = indexes.length - 1;
        int place = (int) inode & last;
        while (indexes[place] != 0 && inodes[place] != inode) {
            place = (place + 1) & last;
        }
        return place;
    }

    private void grow() {
        long[] oldInodes = inodes;
        int[] oldIndexes = indexes;
        inodes = new long[2 * oldInodes.length];
        indexes = new int[inodes.length];
        for (int old = 0; old < oldIndexes.length; old++) {
            if (oldIndexes[old] != 0) {
                put(place(oldInodes[old]), oldInodes[old], oldIndexes[old]);
            }
        }
    }

    /** Returns all values, in the order in which they were added. */
    List<T> values() {
        return values;
    }
}
