// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.stats.Snapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code top} has to show.
 *
 * @param time of the last attempt
 * @param latest the last snapshot that could be made
 * @param earlier the one before it
 * @param failure why the last attempt made none; empty where it did
 */
record TopReading(Instant time, Optional<Snapshot> latest, Optional<Snapshot> earlier, Optional<String> failure) {
    static final TopReading NONE = new TopReading(Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty());

    TopReading then(Snapshot snapshot) {
        return new TopReading(snapshot.time(), Optional.of(snapshot), latest, Optional.empty());
    }

    /** The figures stay, so that one failure does not empty the screen. */
    TopReading thenFailed(Instant when, String why) {
        return new TopReading(when, latest, earlier, Optional.of(why));
    }
}
