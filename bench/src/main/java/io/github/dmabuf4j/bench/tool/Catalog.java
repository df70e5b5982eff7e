// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.bench.Figure;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Param;

/** All benchmarks. */
final class Catalog {
    private Catalog() {}

    /** Returns the jobs of all suites. */
    static List<Job> jobs() {
        return Arrays.stream(Suite.values())
                .flatMap(suite -> jobs(suite).stream())
                .distinct()
                .toList();
    }

    static List<Job> jobs(Suite suite) {
        return suite.types().stream()
                .flatMap(type -> figures(type).stream()
                        .flatMap(method -> parameters(type).stream().map(values -> new Job(type, method, values))))
                .toList();
    }

    private static List<Method> figures(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Figure.class))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** Returns all combinations of parameter values. */
    private static List<SortedMap<String, String>> parameters(Class<?> type) {
        List<SortedMap<String, String>> combinations = List.of(new TreeMap<>());
        for (Field field : type.getFields()) {
            Param values = field.getAnnotation(Param.class);
            if (values != null) {
                combinations = combined(combinations, field.getName(), values.value());
            }
        }
        return combinations;
    }

    private static List<SortedMap<String, String>> combined(
            List<SortedMap<String, String>> combinations, String name, String... values) {
        List<SortedMap<String, String>> more = new ArrayList<>();
        for (SortedMap<String, String> combination : combinations) {
            for (String value : values) {
                SortedMap<String, String> extended = new TreeMap<>(combination);
                extended.put(name, value);
                more.add(extended);
            }
        }
        return more;
    }
}
