// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The same few texts come with each of thousands of samples: kept once. */
final class StringPool {
    static final String UNKNOWN_EXPORTER = "(unknown)";

    private final Map<String, String> known = new HashMap<>();

    String shared(String name) {
        String earlier = known.putIfAbsent(name, name);
        return earlier == null ? name : earlier;
    }

    Map<String, Long> exporterSizes(Snapshot snapshot) {
        return snapshot.exporters().stream()
                .collect(Collectors.toMap(
                        usage -> shared(exporter(usage.exporter())), usage -> usage.size(), Long::sum));
    }

    static String exporter(Optional<String> name) {
        return name.orElse(UNKNOWN_EXPORTER);
    }
}
