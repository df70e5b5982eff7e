// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

/** The keys of {@code top}, and the text that lists them. */
public final class TopKeys {
    /** For {@code --help}, and for the key {@link #KEYS}. */
    public static final String HELP = """
              p e d b     processes, exporters, devices, buffers
              up down     move to another row; so do j k, Page Up, Page Down, Home, End
              Enter       show the row: a buffer as 'show' does, others with their buffers
              1 to 8      sort by the first to the last column
              < >         sort by the column to the left or right; so do the arrows
              /           show only rows with a text: Enter keeps it, Esc clears it
              n           what the figures lack
              s           what each source has reported, and what it could not read
              ?           these keys
              space       read now, and paint the whole screen again
              Esc         back to the table; on a page so do q and its own key
              q           quit; so does Ctrl-C
            On a page, up and down or < > turn pages.""";

    /** Shows the keys. */
    static final char KEYS = '?';
    /** Shows the notes. */
    static final char NOTES = 'n';
    /** Shows the sources. */
    static final char SOURCES = 's';
    /** Begins the text to filter by. */
    static final char FILTER = '/';

    static final char QUIT = 'q';
    static final char READ_NOW = ' ';

    private TopKeys() {}
}
