// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import java.util.ArrayList;
import java.util.List;

/** Sentences about what a recording lacks. A long recording may have one before each sample: the first are kept, and the others counted. */
final class GapNotes {
    private static final int MOST = 20;

    private final List<String> first = new ArrayList<>();
    private long more;

    void add(String note) {
        if (first.size() < MOST) {
            first.add(note);
        } else {
            more++;
        }
    }

    /** The first of them, and how many others there are. */
    List<String> sentences() {
        List<String> all = new ArrayList<>(first);
        if (more > 0) {
            all.add(more + " more gaps");
        }
        return all;
    }
}
