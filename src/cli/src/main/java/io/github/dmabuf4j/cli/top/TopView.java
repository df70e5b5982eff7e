// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import java.util.List;
import java.util.Locale;

/** The tables that {@code top} can show. */
public enum TopView {
    PROCESSES('p'),
    EXPORTERS('e'),
    DEVICES('d'),
    BUFFERS('b');

    private final char key;

    TopView(char key) {
        this.key = key;
    }

    /** The key that chooses it. */
    char key() {
        return key;
    }

    /** The keys that its rows can be sorted by. */
    public List<String> keys() {
        return table(BufferFilter.ALL).keys();
    }

    /** The key to sort by unless the user chooses another. */
    String usualSort() {
        return table(BufferFilter.ALL).sort();
    }

    /** The table, with the processes that a filter admits. */
    TopTable<?> table(BufferFilter filter) {
        return switch (this) {
            case PROCESSES -> TopTables.processes(filter);
            case EXPORTERS -> TopTables.exporters();
            case DEVICES -> TopTables.devices();
            case BUFFERS -> TopTables.buffers();
        };
    }

    /** Its name on the command line and on the screen. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
