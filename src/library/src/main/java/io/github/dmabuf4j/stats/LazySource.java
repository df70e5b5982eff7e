// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source that is opened when it is needed, once. May be used by any thread. */
final class LazySource {
    private final String name;
    private final Opener opener;

    /** Null until it is open. */
    private @Nullable StatsSource source;

    /** Why it cannot be opened; null if that is not known. */
    private @Nullable DmaBufException failure;

    private boolean isClosed;

    /** Opens a source. */
    interface Opener {
        StatsSource open() throws DmaBufException;
    }

    LazySource(String name, Opener opener) {
        this.name = name;
        this.opener = opener;
    }

    /** One that is open, and belongs to this from now on. */
    static LazySource of(StatsSource opened) {
        LazySource lazy = new LazySource(opened.name(), () -> opened);
        lazy.source = opened;
        return lazy;
    }

    String name() {
        return name;
    }

    /** Returns the source; empty if it could not be opened, now or earlier. */
    synchronized Optional<StatsSource> open() {
        if (source == null && failure == null) {
            if (isClosed) {
                throw new IllegalStateException("the statistics are closed");
            }
            try {
                source = opener.open();
            } catch (DmaBufException why) {
                failure = why;
            }
        }
        return Optional.ofNullable(source);
    }

    /** Returns why it could not be opened; empty if it was not tried, or it is open. */
    synchronized Optional<DmaBufException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Closes the source. It is not opened any more. */
    synchronized void close() {
        isClosed = true;
        if (source != null) {
            source.close();
        }
    }
}
