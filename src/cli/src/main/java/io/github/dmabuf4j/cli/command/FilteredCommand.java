// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.filter.FilteredSnapshot;
import io.github.dmabuf4j.cli.option.FilterOptions;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** A command that lists the buffers which the user chooses, or something of them. */
abstract class FilteredCommand extends ListingCommand {
    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Override
    BufferFilter filter() {
        return filter.filter();
    }

    @Override
    final Object document(FilteredSnapshot snapshot) throws IOException {
        Map<String, Object> document = document(snapshot.shown());
        document.put(SnapshotDocument.FILTER, snapshot.document().orElse(null));
        return document;
    }
}
