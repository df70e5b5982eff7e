// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All buffers of the machine at one time: who holds them, who uses them, and what could not be read.
 *
 * <p>A snapshot is not atomic: the sources are read one after the other while buffers come and go. Totals count what was
 * read; {@link #sources} reports what was not.
 *
 * @param time when the reading began
 * @param bootId the kernel's random name for this boot: inodes of different boots cannot be compared
 * @param kernel the kernel's release
 * @param buffers the buffers by rising inode
 * @param sources what each source reported, and what it could not read
 * @param vanished how many buffers were listed, held by no process, and freed before the snapshot was complete. They are
 *     not among its buffers
 * @param contradictions where two sources report different values
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
     * @param time when the reading began
     * @param bootId the name of this boot
     * @param kernel the kernel's release
     * @param buffers the buffers by rising inode
     * @param sources what each source reported
     * @param vanished how many buffers were freed meanwhile
     * @param contradictions where sources differ
     */
    public Snapshot {
        buffers = List.copyOf(buffers);
        sources = List.copyOf(sources);
        contradictions = List.copyOf(contradictions);
    }

    /**
     * Whether a source that was read reports something on this kernel.
     *
     * @param capability what to report
     * @return true if one does; otherwise an empty value only means that it is not known
     */
    public boolean provides(StatsCapability capability) {
        return sources.stream().anyMatch(source -> source.capabilities().contains(capability));
    }

    /**
     * Counts the entries and processes that are there and could not be read.
     *
     * @return their number; 0 if the totals lack nothing that is known to exist
     */
    public int unreadable() {
        return sources.stream().mapToInt(source -> source.unreadable().size()).sum();
    }

    /**
     * Finds a buffer.
     *
     * @param inode its inode, unsigned 64 bits
     * @return the buffer; empty if the snapshot does not have it
     */
    public Optional<BufferInfo> buffer(long inode) {
        return buffers.stream().filter(buffer -> buffer.inode() == inode).findFirst();
    }

    /**
     * Returns the same snapshot with some of its buffers: totals, exporters, devices and processes count these alone. A buffer keeps
     * all its holders, so that its share of a process (PSS) stays the same. Contradictions about other buffers are left out. What
     * could not be read, and how many buffers vanished, is still that of the machine.
     *
     * @param wanted whether to keep a buffer
     * @return a snapshot with these buffers
     */
    public Snapshot where(Predicate<? super BufferInfo> wanted) {
        List<BufferInfo> kept = buffers.stream().filter(wanted).toList();
        Set<Long> inodes = kept.stream().map(BufferInfo::inode).collect(Collectors.toSet());
        List<Contradiction> theirs = contradictions.stream()
                .filter(one -> inodes.contains(one.inode()))
                .toList();
        return new Snapshot(time, bootId, kernel, kept, sources, vanished, theirs);
    }

    /**
     * Adds up all buffers.
     *
     * @return numbers and sizes
     */
    public Totals totals() {
        return Totals.of(buffers, this::provides);
    }

    /**
     * Adds up the buffers of each exporter.
     *
     * @return the exporters in alphabetical order
     */
    public List<ExporterUsage> exporters() {
        return Usage.byExporter(buffers);
    }

    /**
     * Adds up the buffers that each device is attached to.
     *
     * @return the devices in alphabetical order; empty also if no source reports devices
     */
    public List<DeviceUsage> devices() {
        return Usage.byDevice(buffers);
    }

    /**
     * Adds up the buffers that each process holds.
     *
     * @return the processes that hold a buffer, those with the largest RSS first
     */
    public List<ProcessUsage> processes() {
        return Usage.byProcess(buffers);
    }

    /**
     * Adds up the buffers that the processes of each control group hold: of each container, service or scope.
     *
     * @return the groups that hold a buffer, those with the largest RSS first. Without {@link ProcessDetail#CONTROL_GROUP} it is one
     *     unknown group
     */
    public List<ControlGroupUsage> controlGroups() {
        return Usage.byControlGroup(buffers);
    }

    /**
     * Finds the buffers that one process holds.
     *
     * @param pid its number in the reader's pid namespace
     * @return the process with its buffers; empty if no source saw it hold a buffer
     */
    public Optional<ProcessBuffers> process(int pid) {
        return ProcessBuffers.of(pid, buffers);
    }

    /**
     * Compares this snapshot with an earlier one.
     *
     * @param earlier a snapshot of the same machine
     * @return the differences
     */
    public SnapshotDiff since(Snapshot earlier) {
        return SnapshotDiff.between(earlier, this);
    }
}
