// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Merges what the sources report of one buffer. What cannot change must be the same in all. */
final class BufferMerger {
    private final long inode;
    private final List<Contradiction> contradictions;

    private OptionalLong size = OptionalLong.empty();
    private String sizeSource = "";
    private Optional<String> exporter = Optional.empty();
    private String exporterSource = "";

    private Optional<String> name = Optional.empty();
    private OptionalLong references = OptionalLong.empty();
    private List<Holder> holders = List.of();
    private List<Attachment> attachments = List.of();

    /** How much the source of the attachments reports of devices; 0 before there is one. */
    private int detailOfDevices;

    private List<BufferFence> fences = List.of();

    /**
     * For one buffer.
     *
     * @param contradictions takes those that are found
     */
    BufferMerger(long inode, List<Contradiction> contradictions) {
        this.inode = inode;
        this.contradictions = contradictions;
    }

    /**
     * For size and exporter the first source counts; for name and references, which change, the last. For devices the first that
     * counts their mappings, or else the first.
     *
     * @param detail how much the source reports of devices; 0 for nothing
     */
    void add(String source, int detail, BufferInfo reported) {
        addSize(source, reported.size());
        addExporter(source, reported.exporter());
        name = reported.name().isPresent() ? reported.name() : name;
        references = reported.references().isPresent() ? reported.references() : references;
        holders = reported.holders().isEmpty() ? holders : reported.holders();
        fences = reported.fences().isEmpty() ? fences : reported.fences();
        if (detail > detailOfDevices) {
            detailOfDevices = detail;
            attachments = reported.attachments();
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

    BufferInfo toInfo() {
        return new BufferInfo(inode, size, exporter, name, references, holders, attachments, fences);
    }
}
