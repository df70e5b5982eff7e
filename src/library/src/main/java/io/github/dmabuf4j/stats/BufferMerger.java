// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Merges what the sources report of one buffer. What cannot change must be the same in all. */
final class BufferMerger {
    private final long inode;
    private final List<Contradiction> contradictions = new ArrayList<>();

    private OptionalLong size = OptionalLong.empty();
    private String sizeSource = "";
    private Optional<String> exporter = Optional.empty();
    private String exporterSource = "";

    private Optional<String> name = Optional.empty();
    private OptionalLong references = OptionalLong.empty();
    private List<Holder> holders = List.of();
    private List<Attachment> attachments = List.of();

    /** What the source of the attachments reports of devices; empty before there is one. */
    private Set<StatsCapability> reportedOfDevices = Set.of();

    private List<BufferFence> fences = List.of();

    BufferMerger(long inode) {
        this.inode = inode;
    }

    /**
     * For size and exporter the first source counts; for name and references, which change, the last. For devices the first that
     * counts their mappings, or else the first.
     */
    void add(String source, SourceReading reading, BufferInfo reported) {
        addSize(source, reported.size());
        addExporter(source, reported.exporter());
        name = reported.name().or(() -> name);
        references = reported.references().isPresent() ? reported.references() : references;
        holders = reported.holders().isEmpty() ? holders : reported.holders();
        fences = reported.fences().isEmpty() ? fences : reported.fences();
        addDevices(reading.capabilities(), reported.attachments());
    }

    private void addDevices(Set<StatsCapability> capabilities, List<Attachment> reported) {
        Set<StatsCapability> ofDevices = EnumSet.of(StatsCapability.DEVICES, StatsCapability.MAP_COUNTERS);
        ofDevices.retainAll(capabilities);
        if (ofDevices.size() > reportedOfDevices.size()) {
            reportedOfDevices = ofDevices;
            attachments = reported;
        }
    }

    private void addSize(String source, OptionalLong reported) {
        if (size.isEmpty() && reported.isPresent()) {
            size = reported;
            sizeSource = source;
        } else if (reported.isPresent() && size.getAsLong() != reported.getAsLong()) {
            contradict("size", sizeSource, size.getAsLong(), source, reported.getAsLong());
        }
    }

    private void addExporter(String source, Optional<String> reported) {
        if (exporter.isEmpty() && reported.isPresent()) {
            exporter = reported;
            exporterSource = source;
        } else if (reported.isPresent() && !exporter.equals(reported)) {
            contradict(
                    "exporter",
                    exporterSource,
                    TerminalEscape.of(exporter.get()),
                    source,
                    TerminalEscape.of(reported.get()));
        }
    }

    private void contradict(String what, String source, Object first, String otherSource, Object second) {
        contradictions.add(
                new Contradiction(inode, what + " " + first + " by " + source + ", " + second + " by " + otherSource));
    }

    List<Contradiction> contradictions() {
        return contradictions;
    }

    BufferInfo toInfo() {
        return new BufferInfo(inode, size, exporter, name, references, holders, attachments, fences);
    }
}
