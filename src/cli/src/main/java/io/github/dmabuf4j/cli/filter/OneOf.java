// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import io.github.dmabuf4j.cli.text.DidYouMean;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The buffers that have one of these names of something, as listings show them: its exporter, or an attached device.
 *
 * @param option what is named
 * @param value the names
 * @param needed what a source must report
 * @param names returns the names of a buffer as they are shown
 */
record OneOf(String option, List<String> value, StatsCapability needed, Function<BufferInfo, Set<String>> names)
        implements Condition {
    private static final String NONE = "-";

    static OneOf exporters(List<String> names) {
        return new OneOf("exporter", names, StatsCapability.SIZE_AND_EXPORTER, OneOf::exporter);
    }

    static OneOf devices(List<String> names) {
        return new OneOf("device", names, StatsCapability.DEVICES, OneOf::devices);
    }

    private static Set<String> exporter(BufferInfo buffer) {
        return Set.of(buffer.exporter().map(OneOf::shown).orElse(NONE));
    }

    private static Set<String> devices(BufferInfo buffer) {
        if (buffer.attachments().isEmpty()) {
            return Set.of(NONE);
        }
        return buffer.attachments().stream()
                .map(Attachment::device)
                .map(OneOf::shown)
                .collect(Collectors.toSet());
    }

    private static String shown(String name) {
        return name.isEmpty() ? NONE : TerminalEscape.of(name, NONE);
    }

    @Override
    public boolean admits(BufferInfo buffer) {
        return names.apply(buffer).stream().anyMatch(value::contains);
    }

    @Override
    public boolean knows(BufferInfo buffer) {
        return needed != StatsCapability.SIZE_AND_EXPORTER || buffer.exporter().isPresent();
    }

    @Override
    public List<String> hints(Snapshot all) {
        Set<String> there = new TreeSet<>();
        all.buffers().forEach(buffer -> there.addAll(names.apply(buffer)));
        String others = there.isEmpty() ? "there is no buffer" : option + "s: " + String.join(", ", there);
        return value.stream()
                .filter(name -> !there.contains(name))
                .map(name ->
                        "no buffer has the " + option + " '" + name + "'; " + others + DidYouMean.clause(name, there))
                .toList();
    }
}
