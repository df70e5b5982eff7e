// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.SortedMap;
import java.util.stream.Collectors;

/** Names a figure, for the screen and to find it in other results. */
final class Label {
    private Label() {}

    static String of(String operation, SortedMap<String, String> parameters, String way) {
        return operation + " " + of(parameters) + "[" + way + "]";
    }

    private static String of(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue() + " ")
                .collect(Collectors.joining());
    }
}
