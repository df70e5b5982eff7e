// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.ArrayList;
import java.util.List;

/** The parts of a text that were not understood, of buffers that are listed all the same. */
final class UnknownParts {
    /** Enough to see what is wrong; a text can have one for each buffer. */
    private static final int SHOWN = 4;

    private final List<String> first = new ArrayList<>();
    private int count;

    /**
     * Adds one.
     *
     * @param what a clause; texts of others in it are printable
     */
    void add(long inode, String what) {
        if (count < SHOWN) {
            first.add("buffer " + Long.toUnsignedString(inode) + ": " + what);
        }
        count++;
    }

    /** The first of them, a clause each, and how many more there are. */
    List<String> details() {
        List<String> details = new ArrayList<>(first);
        if (count > SHOWN) {
            details.add("and " + (count - SHOWN) + " more");
        }
        return details;
    }
}
