// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.StatsCapability;
import java.util.List;

/** The buffers whose name, as listings show it, matches one of these patterns. The pattern {@code -} is for those without a name. */
record NamedLike(List<Glob> globs) implements Condition {
    private static final String NONE = "-";

    @Override
    public String option() {
        return "name";
    }

    @Override
    public Object value() {
        return globs.stream().map(Glob::text).toList();
    }

    @Override
    public StatsCapability needed() {
        return StatsCapability.NAME;
    }

    @Override
    public boolean admits(BufferInfo buffer) {
        String name = buffer.name().orElse("");
        return globs.stream().anyMatch(glob -> admits(glob, name));
    }

    private static boolean admits(Glob glob, String name) {
        return name.isEmpty() ? glob.text().equals(NONE) : glob.matches(TerminalEscape.of(name, NONE));
    }
}
