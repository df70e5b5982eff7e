// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.text.SnapshotNotes;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.IOException;
import java.util.List;

/** A command that lists something of one snapshot. */
abstract class ListingCommand extends SnapshotCommand<Snapshot> {
    @Override
    final Snapshot read() throws IOException {
        return snapshotOfNow();
    }

    @Override
    final List<String> notes(Snapshot snapshot) {
        return new SnapshotNotes(snapshot).sentences();
    }
}
