// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.TraceEvent;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of a buffer during a trace: from the statistics, and from what has happened to it. */
final class TracedBuffer {
    private final long inode;
    private OptionalLong size = OptionalLong.empty();
    private Optional<String> exporter = Optional.empty();
    private Optional<String> name = Optional.empty();
    private final Map<Integer, String> users = new HashMap<>();
    private final List<String> devices = new ArrayList<>();
    private OptionalLong made = OptionalLong.empty();
    /** Empty if that was before the trace, or not seen. */
    private Optional<TracedProcess> maker = Optional.empty();

    /** Where it was made; no frames if that is not known, or it is counted. */
    private List<String> stack = List.of();

    private boolean counted;
    private final List<Sums<?>> sums = new ArrayList<>();

    TracedBuffer(long inode) {
        this.inode = inode;
    }

    /** One that the statistics list. */
    static TracedBuffer of(BufferInfo info) {
        TracedBuffer buffer = new TracedBuffer(info.inode());
        buffer.size = info.size();
        buffer.exporter = info.exporter();
        buffer.name = info.name();
        info.holders()
                .forEach(holder -> buffer.users.put(
                        holder.process().pid(), holder.process().command()));
        info.attachments().forEach(attachment -> buffer.devices.add(attachment.device()));
        return buffer;
    }

    /** Takes what an event reports. */
    void apply(TraceEvent event) {
        size = event.size().isPresent() ? event.size() : size;
        exporter = exporter.isPresent() ? exporter : event.exporter();
        switch (event.kind()) {
            case EXPORT -> {
                made = OptionalLong.of(event.nanos());
                maker = Optional.of(new TracedProcess(event.pid(), event.command()));
                stack = event.stack();
            }
            case NAME -> name = event.text();
            default -> {}
        }
    }

    /** Takes who has used it by the event, and the device. Only filters ask for these. */
    void use(TraceEvent event) {
        if (event.kind() == EventKind.ATTACH) {
            event.text().ifPresent(devices::add);
        }
        if (event.kind() != EventKind.FREE && event.kind() != EventKind.PUT && event.kind() != EventKind.DETACH) {
            users.put(event.pid(), event.command());
        }
    }

    /** For after the event: the event itself is still one of a buffer with this device. */
    void detached(String device) {
        devices.remove(device);
    }

    /** For filters. Its holders are the processes that used it. */
    BufferInfo info() {
        List<Holder> holders = users.entrySet().stream()
                .map(user -> new HoldingProcess(user.getKey(), user.getValue(), 0))
                .map(process -> new Holder(process, List.of(), List.of()))
                .toList();
        List<Attachment> attachments = devices.stream()
                .map(device -> new Attachment(device, OptionalLong.empty(), OptionalLong.empty()))
                .toList();
        return new BufferInfo(inode, size, exporter, name, OptionalLong.empty(), holders, attachments, List.of());
    }

    OptionalLong size() {
        return size;
    }

    Optional<String> exporter() {
        return exporter;
    }

    Optional<String> name() {
        return name;
    }

    /** How long it has been there, in nanoseconds; empty if it was made before the trace. */
    OptionalLong age(long now) {
        return made.isPresent() ? OptionalLong.of(now - made.getAsLong()) : OptionalLong.empty();
    }

    /** Whether the summary has it, which it has once. */
    boolean isCounted() {
        return counted;
    }

    /** Whether its making was seen, but not where. To be asked before it is counted. */
    boolean isWithoutSite() {
        return maker.isPresent() && stack.isEmpty();
    }

    /** Counts it in the sums of its maker, and of the place where it was made, as far as these are known. */
    void count(SumsTable<TracedProcess> processes, SumsTable<TracedSite> sites) {
        counted = true;
        maker.ifPresent(process -> {
            sums.add(processes.of(process));
            if (!stack.isEmpty()) {
                sums.add(sites.of(new TracedSite(process.command(), stack)));
            }
        });
        stack = List.of();
        sums.forEach(one -> one.allocated(size));
    }

    /** The sums that it is counted in. */
    List<Sums<?>> sums() {
        return sums;
    }
}
