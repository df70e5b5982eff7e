// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.drm.DrmClient;
import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.filter.FilteredSnapshot;
import io.github.dmabuf4j.cli.text.RootAdvice;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command that lists something of one snapshot. */
abstract class ListingCommand extends SnapshotCommand<FilteredSnapshot> {
    @Override
    final FilteredSnapshot read() throws IOException {
        return filtered(snapshotOfNow());
    }

    /** Applies the filter, or refuses one that no source can answer. */
    final FilteredSnapshot filtered(Snapshot all) {
        check(filter(), all);
        return FilteredSnapshot.of(all, filter());
    }

    /** Refuses an option that needs the holders where no source reports them: "--by cgroup needs". */
    final void requireHolders(Snapshot all, String optionNeeds) {
        if (!all.provides(StatsCapability.HOLDERS)) {
            throw badUsage(optionNeeds + " the processes that hold buffers: add procfs to --source");
        }
    }

    /** Which buffers to list. */
    BufferFilter filter() {
        return BufferFilter.ALL;
    }

    @Override
    final List<String> bareLines(FilteredSnapshot snapshot) throws IOException {
        return bareLines(snapshot.shown());
    }

    /** What names each row that is listed. */
    List<String> bareLines(Snapshot shown) throws IOException {
        return List.of();
    }

    @Override
    Object document(FilteredSnapshot snapshot) throws IOException {
        return document(snapshot.shown());
    }

    /** The JSON of what is listed. */
    abstract Map<String, Object> document(Snapshot shown) throws IOException;

    @Override
    final void printCsv(FilteredSnapshot snapshot) throws IOException {
        printCsv(snapshot.shown());
    }

    abstract void printCsv(Snapshot shown) throws IOException;

    @Override
    final void printText(FilteredSnapshot snapshot) throws IOException {
        printText(snapshot.shown());
    }

    abstract void printText(Snapshot shown) throws IOException;

    @Override
    final List<String> notes(FilteredSnapshot snapshot) {
        List<String> notes = new ArrayList<>(snapshot.notes());
        notes.addAll(notesOn(snapshot.shown()));
        if (RootAdvice.concerns(snapshot.shown())) {
            notes.add("note: the whole machine: 'sudo " + commandName()
                    + "', or once: 'sudo dmabuf bpf pin --group GROUP'");
        }
        return notes;
    }

    /** Prints the processes that may use a buffer by a graphics device, if there are any. */
    final void printHints(List<DrmClient> clients) {
        if (!clients.isEmpty()) {
            out().println();
            out().println("hint: these processes have an attached device open, and may use the buffer by it:");
            printText(new Table<>(DrmClient.COLUMNS, clients));
        }
    }

    /** The same for JSON. */
    static Map<String, Object> hints(List<DrmClient> clients) {
        return Map.of("drmClients", new Table<>(DrmClient.COLUMNS, clients).documents());
    }
}
