// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;

/**
 * Something that limits what a source reported. Names in both parts are escaped as in the message of a
 * {@link io.github.dmabuf4j.DmaBufException}.
 *
 * @param text what it is, a clause without numbers and names: the same each time that it happens
 * @param details why, what to do, or where it was seen, a clause each; empty if there is nothing to add
 */
public record Note(String text, List<String> details) {
    /**
     * Copies the list.
     *
     * @param text what it is
     * @param details why, what to do, or where
     */
    public Note {
        details = List.copyOf(details);
    }

    /**
     * A note without details.
     *
     * @param text what it is
     * @return the note
     */
    public static Note of(String text) {
        return new Note(text, List.of());
    }

    /**
     * The note in one line.
     *
     * @return the text, and the details after a colon
     */
    public String sentence() {
        return details.isEmpty() ? text : text + ": " + String.join("; ", details);
    }
}
