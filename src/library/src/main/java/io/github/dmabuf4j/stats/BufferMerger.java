// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts together what the sources say of one buffer. What cannot change must be the same in all. */
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
    private boolean devicesTold;
    private List<BufferFence> fences = List.of();

    BufferMerger(long inode) {
        this.inode = inode;
    }

    /** Of size, exporter and devices the first source counts; of names and references, which change, the last. */
    void add(String source, SourceReading reading, BufferInfo said) {
        addSize(source, said.size());
        addExporter(source, said.exporter());
        name = said.name().or(() -> name);
        references = said.references().isPresent() ? said.references() : references;
        holders = said.holders().isEmpty() ? holders : said.holders();
        fences = said.fences().isEmpty() ? fences : said.fences();
        if (!devicesTold && reading.capabilities().contains(StatsCapability.DEVICES)) {
            devicesTold = true;
            attachments = said.attachments();
        }
    }

    private void addSize(String source, OptionalLong said) {
        if (size.isEmpty() && said.isPresent()) {
            size = said;
            sizeSource = source;
        } else if (said.isPresent() && size.getAsLong() != said.getAsLong()) {
            contradict("size", sizeSource, size.getAsLong(), source, said.getAsLong());
        }
    }

    private void addExporter(String source, Optional<String> said) {
        if (exporter.isEmpty() && said.isPresent()) {
            exporter = said;
            exporterSource = source;
        } else if (said.isPresent() && !exporter.equals(said)) {
            contradict(
                    "exporter",
                    exporterSource,
                    TerminalEscape.of(exporter.get()),
                    source,
                    TerminalEscape.of(said.get()));
        }
    }

    private void contradict(String fact, String source, Object first, String otherSource, Object second) {
        contradictions.add(
                new Contradiction(inode, fact + " " + first + " by " + source + ", " + second + " by " + otherSource));
    }

    List<Contradiction> contradictions() {
        return contradictions;
    }

    BufferInfo toInfo() {
        return new BufferInfo(inode, size, exporter, name, references, holders, attachments, fences);
    }
}
