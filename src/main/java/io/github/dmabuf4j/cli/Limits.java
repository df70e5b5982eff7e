// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.stats.Fact;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a snapshot does not have and why, in sentences: no total is silently partial. */
final class Limits {
    private static final int SHOWN = 3;
    private static final Map<Fact, String> NOT_TOLD = notTold();

    private final Snapshot snapshot;

    Limits(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    private static Map<Fact, String> notTold() {
        Map<Fact, String> sentences = new EnumMap<>(Fact.class);
        sentences.put(Fact.ALL_BUFFERS, "buffers that no process holds are not listed");
        sentences.put(Fact.HOLDERS, "the processes that hold buffers are not known");
        sentences.put(Fact.DEVICES, "attached devices are not known");
        sentences.put(Fact.NAME, "names are not known");
        return sentences;
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        NOT_TOLD.forEach((fact, sentence) -> {
            if (!snapshot.tells(fact)) {
                sentences.add("note: " + sentence);
            }
        });
        snapshot.sources().forEach(source -> add(source, sentences));
        if (snapshot.vanished() > 0) {
            sentences.add("note: " + snapshot.vanished() + " listed and freed meanwhile, left out");
        }
        snapshot.contradictions()
                .forEach(one -> sentences.add(
                        "note: buffer " + Long.toUnsignedString(one.inode()) + ": " + Printable.of(one.text())));
        return sentences;
    }

    private void add(SourceReport source, List<String> sentences) {
        String start = "note: " + Printable.of(source.source());
        for (String note : source.notes()) {
            sentences.add(start + (source.used() ? ": " : " not read: ") + Printable.of(note));
        }
        if (source.gone() > 0) {
            sentences.add(start + ": " + counted(source, source.gone()) + " ended meanwhile");
        }
        int unreadable = source.unreadable().size();
        if (unreadable > 0) {
            sentences.add(start + ": " + counted(source, unreadable) + " not readable" + advice(source)
                    + ", the figures lack them:");
            source.unreadable().stream()
                    .limit(SHOWN)
                    .forEach(one -> sentences.add("  " + Printable.of(one.entry() + ": " + one.reason())));
        }
        if (unreadable > SHOWN) {
            sentences.add("  and " + (unreadable - SHOWN) + " more (all of them: --json)");
        }
    }

    private static String counted(SourceReport source, int number) {
        if (ofProcesses(source)) {
            return number + (number == 1 ? " process" : " processes");
        }
        return number + (number == 1 ? " entry" : " entries");
    }

    /** What other users' processes have is for root to see. */
    private static String advice(SourceReport source) {
        return ofProcesses(source) ? " (others' need CAP_SYS_PTRACE: run as root)" : "";
    }

    private static boolean ofProcesses(SourceReport source) {
        return source.source().equals("procfs");
    }
}
