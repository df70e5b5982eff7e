// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps one copy of each text. Thousands of samples repeat the same few. */
final class StringPool {
    private final Map<String, String> known = new HashMap<>();

    String shared(String name) {
        String earlier = known.putIfAbsent(name, name);
        return earlier == null ? name : earlier;
    }

    Map<String, Long> exporterSizes(Snapshot snapshot) {
        return snapshot.exporters().stream()
                .collect(Collectors.toMap(
                        usage -> shared(PageText.exporter(usage.exporter())), usage -> usage.size(), Long::sum));
    }
}
