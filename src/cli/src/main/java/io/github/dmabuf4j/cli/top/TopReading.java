// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.stats.Snapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code top} shows.
 *
 * @param time of the last attempt to read
 * @param latest the last snapshot
 * @param earlier the snapshot before it
 * @param failure why the last attempt failed; empty where it succeeded
 */
record TopReading(Instant time, Optional<Snapshot> latest, Optional<Snapshot> earlier, Optional<String> failure) {
    static final TopReading NONE = new TopReading(Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty());

    TopReading then(Snapshot snapshot) {
        return new TopReading(snapshot.time(), Optional.of(snapshot), latest, Optional.empty());
    }

    /** The snapshots are kept, so that a failure does not empty the screen. */
    TopReading thenFailed(Instant when, String why) {
        return new TopReading(when, latest, earlier, Optional.of(why));
    }
}
