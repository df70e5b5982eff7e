// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a process can execute, as {@code /proc/<pid>/maps} says. */
final class ProcessCode {
    /**
     * Rows end with a line feed alone. The kernel escapes one in a path, but nothing else: with another line end in the name of a file a
     * program could forge rows.
     */
    private static final Pattern LINE_END = Pattern.compile("\n");

    private final TreeMap<Long, CodeRange> byStart = new TreeMap<>();

    ProcessCode(String maps) {
        LINE_END.splitAsStream(maps)
                .flatMap(row -> CodeRange.parse(row).stream())
                .forEach(range -> byStart.put(range.start(), range));
    }

    /** The range that an address is in. */
    Optional<CodeRange> at(long address) {
        return Optional.ofNullable(byStart.floorEntry(address))
                .map(Map.Entry::getValue)
                .filter(range -> range.has(address));
    }

    /** How much memory they take, in ranges with a short path. */
    long weight() {
        return byStart.values().stream()
                .mapToLong(range -> FrameName.weight(range.path()))
                .sum();
    }
}
