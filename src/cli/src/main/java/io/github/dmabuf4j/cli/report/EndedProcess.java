// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.HeldBuffer;
import io.github.dmabuf4j.stats.ProcessBuffers;
import io.github.dmabuf4j.stats.ProcessEnd;
import io.github.dmabuf4j.stats.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A process that has ended, between two samples.
 *
 * @param time of the sample that its end has caused
 * @param end how it has ended
 * @param held what it held in the sample before
 * @param left what of it was still there
 * @param leftWith who held that then; empty where nothing was left
 */
record EndedProcess(Instant time, ProcessEnd end, Amount held, Amount left, String leftWith) {
    private static final int MOST_HOLDERS = 3;

    static EndedProcess between(Optional<Snapshot> before, ProcessEnd end, Snapshot after) {
        List<BufferInfo> held = before.filter(snapshot -> snapshot.bootId().equals(after.bootId()))
                .flatMap(snapshot -> snapshot.process(end.process().pid()))
                .filter(process -> process.process().id().equals(end.process()))
                .map(ProcessBuffers::buffers)
                .map(buffers -> buffers.stream().map(HeldBuffer::buffer).toList())
                .orElse(List.of());
        Set<Long> inodes = held.stream().map(BufferInfo::inode).collect(Collectors.toSet());
        List<BufferInfo> left = after.buffers().stream()
                .filter(buffer -> inodes.contains(buffer.inode()))
                .toList();
        return new EndedProcess(after.time(), end, Amount.of(held), Amount.of(left), holders(left, after));
    }

    private static String holders(List<BufferInfo> left, Snapshot after) {
        List<String> holders = left.stream()
                .flatMap(buffer -> buffer.holders().stream())
                .map(holder -> PageText.process(
                        holder.process().title(), holder.process().pid()))
                .distinct()
                .toList();
        boolean anyWithout = left.stream().anyMatch(buffer -> buffer.holders().isEmpty());
        String named = holders.stream().limit(MOST_HOLDERS).collect(Collectors.joining(", "))
                + (holders.size() > MOST_HOLDERS ? " and " + (holders.size() - MOST_HOLDERS) + " more" : "");
        String nobody = anyWithout ? NoHolderWording.of(after).holder() : "";
        return named.isEmpty() || nobody.isEmpty() ? named + nobody : named + "; " + nobody;
    }
}
