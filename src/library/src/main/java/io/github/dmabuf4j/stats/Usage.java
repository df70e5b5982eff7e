// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Adds up the buffers of each exporter, device and process. */
final class Usage {
    private Usage() {}

    /** The exporters in alphabetical order, the unknown one first. */
    static List<ExporterUsage> byExporter(List<BufferInfo> buffers) {
        return buffers.stream()
                .collect(Collectors.groupingBy(BufferInfo::exporter, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(group -> exporter(group.getKey(), Amount.of(group.getValue())))
                .sorted(Comparator.comparing(usage -> usage.exporter().orElse("")))
                .toList();
    }

    private static ExporterUsage exporter(Optional<String> name, Amount amount) {
        return new ExporterUsage(name, amount.buffers(), amount.bytes());
    }

    /** The devices in alphabetical order. */
    static List<DeviceUsage> byDevice(List<BufferInfo> buffers) {
        Map<String, List<BufferInfo>> users = new TreeMap<>();
        for (BufferInfo buffer : buffers) {
            buffer.attachments().stream()
                    .map(Attachment::device)
                    .distinct()
                    .forEach(device -> users.computeIfAbsent(device, name -> new ArrayList<>())
                            .add(buffer));
        }
        return users.entrySet().stream()
                .map(user -> device(user.getKey(), user.getValue()))
                .toList();
    }

    private static DeviceUsage device(String device, List<BufferInfo> buffers) {
        List<Attachment> attachments = buffers.stream()
                .flatMap(buffer -> buffer.attachments().stream())
                .filter(attachment -> attachment.device().equals(device))
                .toList();
        boolean reported = attachments.stream().allMatch(one -> one.mapCounter().isPresent());
        long mappings = attachments.stream()
                .mapToLong(attachment -> attachment.mapCounter().orElse(0))
                .sum();
        OptionalLong counter = reported ? OptionalLong.of(mappings) : OptionalLong.empty();
        return new DeviceUsage(
                device,
                buffers.size(),
                attachments.size(),
                counter,
                Amount.of(buffers).bytes());
    }

    /** The processes, those with the largest RSS first. */
    static List<ProcessUsage> byProcess(List<BufferInfo> buffers) {
        Map<Integer, ProcessUsage> usages = new TreeMap<>();
        for (BufferInfo buffer : buffers) {
            for (Holder holder : buffer.holders()) {
                usages.merge(holder.process().pid(), new HeldBuffer(buffer, holder).usage(), Usage::sum);
            }
        }
        return usages.values().stream()
                .sorted(Comparator.comparingLong(ProcessUsage::rss).reversed())
                .toList();
    }

    /** The control groups of the processes, those with the largest RSS first. */
    static List<ControlGroupUsage> byControlGroup(List<BufferInfo> buffers) {
        Map<Optional<ControlGroup>, List<HeldBuffer>> groups = new LinkedHashMap<>();
        for (BufferInfo buffer : buffers) {
            for (Holder holder : buffer.holders()) {
                groups.computeIfAbsent(
                                holder.process().details().controlGroup().map(ControlGroup::whole),
                                group -> new ArrayList<>())
                        .add(new HeldBuffer(buffer, holder));
            }
        }
        return groups.entrySet().stream()
                .map(group -> controlGroup(group.getKey(), group.getValue()))
                .sorted(Comparator.comparingLong(ControlGroupUsage::rss).reversed())
                .toList();
    }

    private static ControlGroupUsage controlGroup(Optional<ControlGroup> group, List<HeldBuffer> held) {
        List<BufferInfo> distinct =
                held.stream().map(HeldBuffer::buffer).distinct().toList();
        return new ControlGroupUsage(
                group,
                (int) held.stream()
                        .map(one -> one.holder().process().pid())
                        .distinct()
                        .count(),
                distinct.size(),
                Amount.of(distinct).bytes(),
                held.stream().mapToLong(HeldBuffer::pss).sum());
    }

    static ProcessUsage sum(ProcessUsage one, ProcessUsage other) {
        return new ProcessUsage(
                one.process(),
                one.buffers() + other.buffers(),
                one.fds() + other.fds(),
                one.mappings() + other.mappings(),
                one.mappedBytes() + other.mappedBytes(),
                one.rss() + other.rss(),
                one.pss() + other.pss());
    }
}
