// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.RecordedBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The subjects of one sample, each with the sizes of its buffers. */
final class SampledSubjects {
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final Set<LeakKind> kinds = EnumSet.noneOf(LeakKind.class);

    /** Identifies a subject in other samples of the same boot: a process may change its name. */
    record Key(LeakKind kind, Object value) {}

    /** A subject, and the sizes of its buffers by inode. */
    record Entry(LeakSubject subject, Map<Long, Long> sizes) {}

    /** Collects those of which the sources of a snapshot report something, and the places of this JVM. */
    SampledSubjects(Snapshot snapshot, List<RecordedBuffer> ownBuffers) {
        addIf(snapshot.provides(StatsCapability.SIZE_AND_EXPORTER), LeakKind.EXPORTER);
        addIf(snapshot.provides(StatsCapability.HOLDERS), LeakKind.PROCESS);
        addIf(snapshot.provides(StatsCapability.NAME), LeakKind.NAME);
        addIf(!ownBuffers.isEmpty(), LeakKind.ALLOCATION_SITE);
        ownBuffers.forEach(this::addSite);
        // Programs can make up as many names as they like: these come last, where there is no room for all.
        snapshot.buffers().forEach(this::addExporterAndHolders);
        snapshot.buffers().forEach(this::addName);
    }

    private void addIf(boolean isKnown, LeakKind kind) {
        if (isKnown) {
            kinds.add(kind);
        }
    }

    private void addSite(RecordedBuffer buffer) {
        if (buffer.inode() != 0) {
            add(buffer.stack(), LeakSubject.of(buffer.stack()), buffer.inode(), buffer.size());
        }
    }

    private void addExporterAndHolders(BufferInfo buffer) {
        long size = buffer.size().orElse(0);
        add(buffer.exporter(), LeakSubject.named(LeakKind.EXPORTER, buffer.exporter()), buffer.inode(), size);
        for (Holder holder : buffer.holders()) {
            HoldingProcess process = holder.process();
            add(process.id(), LeakSubject.of(LeakKind.PROCESS, process), buffer.inode(), size);
        }
    }

    private void addName(BufferInfo buffer) {
        Optional<String> name = buffer.name().filter(text -> !text.isEmpty());
        name.ifPresent(text -> add(
                text,
                LeakSubject.named(LeakKind.NAME, name),
                buffer.inode(),
                buffer.size().orElse(0)));
    }

    private void add(Object value, LeakSubject subject, long inode, long size) {
        if (kinds.contains(subject.kind())) {
            entries.computeIfAbsent(new Key(subject.kind(), value), added -> new Entry(subject, new HashMap<>()))
                    .sizes
                    .put(inode, size);
        }
    }

    Map<Key, Entry> entries() {
        return entries;
    }

    /** Whether the sample says something about a subject: if it does not have it, the subject has no buffer. */
    boolean isAbout(Key key) {
        return kinds.contains(key.kind);
    }
}
