// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.bench.AccessScope;
import io.github.dmabuf4j.bench.Allocation;
import io.github.dmabuf4j.bench.BufferCalls;
import io.github.dmabuf4j.bench.CheapestCall;
import io.github.dmabuf4j.bench.Figure;
import io.github.dmabuf4j.bench.FillScope;
import io.github.dmabuf4j.bench.JnaAllocation;
import io.github.dmabuf4j.bench.LookUp;
import io.github.dmabuf4j.bench.Refresh;
import io.github.dmabuf4j.bench.RefreshChanged;
import io.github.dmabuf4j.bench.SnapshotOfAll;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Param;

/** All benchmarks, in the order of the table. */
final class Catalog {
    private static final List<Class<?>> TYPES = List.of(
            Allocation.class,
            JnaAllocation.class,
            AccessScope.class,
            FillScope.class,
            LookUp.class,
            SnapshotOfAll.class,
            Refresh.class,
            RefreshChanged.class,
            BufferCalls.class,
            CheapestCall.class);

    private Catalog() {}

    static List<Job> jobs() {
        return TYPES.stream()
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
