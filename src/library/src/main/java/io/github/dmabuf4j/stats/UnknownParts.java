// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;

/** Counts what was not understood of buffers that are listed all the same, and keeps the first as an example. */
final class UnknownParts {
    private final String source;
    private int count;
    private String first = "";

    /** In a text of this name. */
    UnknownParts(String source) {
        this.source = source;
    }

    /**
     * Adds one.
     *
     * @param what a clause; texts of others in it are printable
     */
    void add(long inode, String what) {
        if (count == 0) {
            first = "buffer " + Long.toUnsignedString(inode) + ": " + what;
        }
        count++;
    }

    /** One clause about all of them, or none. */
    List<String> notes() {
        if (count == 0) {
            return List.of();
        }
        String start = count == 1 ? "1 part of " : count + " parts of ";
        return List.of(start + source + " not understood, their buffers are listed all the same; the first: " + first);
    }
}
