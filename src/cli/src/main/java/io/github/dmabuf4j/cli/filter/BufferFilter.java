// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which buffers to show: those that meet all conditions. Texts are compared as listings show them, with their escapes.
 *
 * @param conditions the conditions; none for all buffers
 */
public record BufferFilter(List<Condition> conditions) {
    public static final BufferFilter ALL = new BufferFilter(List.of());

    /** For each capability that a condition may need: what it is, and the sources that report it. */
    private static final Map<StatsCapability, String> NEEDED = Map.of(
            StatsCapability.HOLDERS, "the processes that hold buffers: add bpf or procfs",
            StatsCapability.DEVICES, "attached devices: add bpf, sysfs or debugfs",
            StatsCapability.NAME, "names of buffers: add bpf, debugfs or procfs",
            StatsCapability.SIZE_AND_EXPORTER, "sizes and exporters: add bpf, sysfs, debugfs or procfs");

    public BufferFilter {
        conditions = List.copyOf(conditions);
    }

    /** Buffers that at least one of these processes holds; listings of processes have these processes alone. */
    public BufferFilter heldBy(List<Integer> pids) {
        return and(new HeldBy(pids));
    }

    public BufferFilter exportedBy(List<String> exporters) {
        return and(OneOf.exporters(exporters));
    }

    public BufferFilter attachedTo(List<String> devices) {
        return and(OneOf.devices(devices));
    }

    public BufferFilter namedLike(List<Glob> globs) {
        return and(new NamedLike(globs));
    }

    public BufferFilter largerThan(long bytes) {
        return and(new LargerThan(bytes));
    }

    /** Buffers that no process was seen to hold. */
    public BufferFilter withoutVisibleHolder() {
        return and(new NoVisibleHolder());
    }

    private BufferFilter and(Condition condition) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(condition);
        return new BufferFilter(all);
    }

    public boolean isForAll() {
        return conditions.isEmpty();
    }

    /** Returns a sentence on a condition that needs what no source of a snapshot reports; empty if there is none. */
    public Optional<String> problem(Snapshot snapshot) {
        return conditions.stream()
                .filter(condition -> !snapshot.provides(condition.needed()))
                .findFirst()
                .map(condition ->
                        "--" + condition.option() + " needs " + NEEDED.get(condition.needed()) + " to --source");
    }

    /** Returns the buffers of a snapshot that meet the conditions. */
    public Snapshot of(Snapshot all) {
        return isForAll() ? all : all.where(this::admits);
    }

    /** Whether a buffer meets all conditions. */
    public boolean admits(BufferInfo buffer) {
        return conditions.stream().allMatch(condition -> condition.admits(buffer));
    }

    /** Returns the processes to list of a snapshot that {@link #of} has returned. */
    public List<ProcessUsage> processes(Snapshot shown) {
        return shown.processes().stream()
                .filter(usage -> admits(usage.process()))
                .toList();
    }

    /** Whether to list a process that holds buffers which are shown. */
    public boolean admits(HoldingProcess process) {
        return conditions.stream().allMatch(condition -> condition.admits(process));
    }

    /** Returns sentences on what is not shown; none if all buffers are shown because there is no condition. */
    List<String> sentences(Snapshot all, Snapshot shown) {
        if (isForAll()) {
            return List.of();
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("filtered by " + this + ": " + shown.buffers().size() + " of "
                + all.buffers().size() + " buffers");
        if (unknown(all) > 0) {
            sentences.add("not shown, since what the filter asks for is not known of them: " + unknown(all));
        }
        conditions.forEach(condition -> sentences.addAll(condition.hints(all)));
        return sentences.stream()
                .map(sentence -> "note: " + TerminalEscape.sentence(sentence))
                .toList();
    }

    /** Returns the conditions by option, and how many buffers there are; empty without a condition. */
    Optional<Map<String, Object>> document(Snapshot all) {
        if (isForAll()) {
            return Optional.empty();
        }
        Map<String, Object> document = new LinkedHashMap<>();
        conditions.forEach(condition -> document.put(condition.option(), condition.value()));
        document.put("of", all.buffers().size());
        document.put("unknown", unknown(all));
        return Optional.of(document);
    }

    /** How many buffers are not shown only because something is not known of them. */
    private int unknown(Snapshot all) {
        return (int) all.buffers().stream()
                .filter(buffer -> !admits(buffer))
                .filter(buffer ->
                        conditions.stream().allMatch(condition -> condition.admits(buffer) || !condition.knows(buffer)))
                .count();
    }

    /** The options as the user gives them. */
    @Override
    public String toString() {
        return conditions.stream().map(BufferFilter::text).collect(Collectors.joining(" "));
    }

    private static String text(Condition condition) {
        String option = "--" + condition.option();
        if (condition.value() instanceof List<?> values) {
            return values.stream().map(value -> option + " " + value).collect(Collectors.joining(" "));
        }
        return condition.value().equals(true) ? option : option + " " + condition.value();
    }
}
