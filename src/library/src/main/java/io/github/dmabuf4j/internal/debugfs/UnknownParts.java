// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import java.util.ArrayList;
import java.util.List;

/** The parts of a text that were not understood. The buffers that they belong to are listed all the same. */
final class UnknownParts {
    /** Enough to see what is wrong. A text can have such a part for each buffer. */
    private static final int SHOWN = 4;

    private final List<String> first = new ArrayList<>();
    private int count;

    /**
     * Adds a part.
     *
     * @param inode the buffer that it belongs to
     * @param what what is wrong, a clause; texts of others in it are printable
     */
    void add(long inode, String what) {
        if (count < SHOWN) {
            first.add("buffer " + Long.toUnsignedString(inode) + ": " + what);
        }
        count++;
    }

    /** The first parts, a clause each, and how many more there are. */
    List<String> details() {
        List<String> details = new ArrayList<>(first);
        if (count > SHOWN) {
            details.add("and " + (count - SHOWN) + " more");
        }
        return details;
    }
}
