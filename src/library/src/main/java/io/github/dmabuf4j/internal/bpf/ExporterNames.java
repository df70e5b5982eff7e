// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import java.util.Optional;

/** Decodes the names of exporters. A machine has few: those that were seen are compared as numbers. Used by one thread. */
final class ExporterNames {
    private static final int KNOWN = 8;
    private static final int WORDS = Layout.EXPORTER_BYTES / Long.BYTES;

    private final long[] words = new long[KNOWN * WORDS];

    @SuppressWarnings("unchecked") // an array of a generic type
    private final Optional<String>[] names = (Optional<String>[]) new Optional<?>[KNOWN];

    private int count;

    /** Returns the name in a record. */
    Optional<String> at(long[] records, int at) {
        for (int known = 0; known < count; known++) {
            if (isAt(records, at, known)) {
                return names[known];
            }
        }
        Optional<String> name = Optional.of(RecordDecoder.text(records, at, Layout.EXPORTER_BYTES));
        if (count < KNOWN) {
            add(records, at, name);
        }
        return name;
    }

    private boolean isAt(long[] records, int at, int known) {
        for (int word = 0; word < WORDS; word++) {
            if (words[known * WORDS + word] != records[at + word]) {
                return false;
            }
        }
        return true;
    }

    private void add(long[] records, int at, Optional<String> name) {
        for (int word = 0; word < WORDS; word++) {
            words[count * WORDS + word] = records[at + word];
        }
        names[count] = name;
        count++;
    }
}
