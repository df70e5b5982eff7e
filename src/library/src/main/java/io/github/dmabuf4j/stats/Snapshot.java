// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All buffers of the machine, who holds and who uses them, at one time; and what could not be seen of it.
 *
 * <p>It is no atomic view: the sources are read one after the other while buffers come and go. Totals are of what was
 * read; {@link #sources} says what was not.
 *
 * @param time when it was begun
 * @param bootId the kernel's random name for this boot: inodes of different boots cannot be compared
 * @param kernel the kernel's release
 * @param buffers by rising inode
 * @param sources what each source told, and did not
 * @param vanished how many buffers were listed, held by no process, and freed before the snapshot was complete: they
 *     are not among its buffers
 * @param contradictions where two sources say different things
 */
public record Snapshot(
        Instant time,
        String bootId,
        String kernel,
        List<BufferInfo> buffers,
        List<SourceReport> sources,
        int vanished,
        List<Contradiction> contradictions) {
    /**
     * Copies the lists.
     *
     * @param time when it was begun
     * @param bootId names this boot
     * @param kernel the kernel's release
     * @param buffers by rising inode
     * @param sources what each source told
     * @param vanished buffers freed meanwhile
     * @param contradictions where sources differ
     */
    public Snapshot {
        buffers = List.copyOf(buffers);
        sources = List.copyOf(sources);
        contradictions = List.copyOf(contradictions);
    }

    /**
     * Whether a source that could be read tells this on this kernel.
     *
     * @param capability what is asked for
     * @return false where an empty value only means that nobody told
     */
    public boolean provides(StatsCapability capability) {
        return sources.stream().anyMatch(source -> source.capabilities().contains(capability));
    }

    /**
     * How many entries and processes are there and could not be read.
     *
     * @return 0 where nothing known is missing from the totals
     */
    public int unreadable() {
        return sources.stream().mapToInt(source -> source.unreadable().size()).sum();
    }

    /**
     * One buffer.
     *
     * @param inode unsigned 64 bits
     * @return empty where the snapshot has none such
     */
    public Optional<BufferInfo> buffer(long inode) {
        return buffers.stream().filter(buffer -> buffer.inode() == inode).findFirst();
    }

    /**
     * All buffers together.
     *
     * @return numbers and sizes
     */
    public Totals totals() {
        return Totals.of(buffers, this::provides);
    }

    /**
     * The buffers by exporter.
     *
     * @return in alphabetical order
     */
    public List<ExporterUsage> exporters() {
        return Usage.byExporter(buffers);
    }

    /**
     * The buffers by attached device; empty also where no source tells of devices.
     *
     * @return in alphabetical order
     */
    public List<DeviceUsage> devices() {
        return Usage.byDevice(buffers);
    }

    /**
     * The buffers by process.
     *
     * @return the processes that hold any, those with the largest RSS first
     */
    public List<ProcessUsage> processes() {
        return Usage.byProcess(buffers);
    }

    /**
     * What is new, gone and grown since an earlier snapshot.
     *
     * @param earlier of the same machine
     * @return the differences
     */
    public SnapshotDiff since(Snapshot earlier) {
        return SnapshotDiff.between(earlier, this);
    }
}
