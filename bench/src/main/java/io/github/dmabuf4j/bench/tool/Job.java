// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.bench.Figure;
import io.github.dmabuf4j.bench.Headline;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A benchmark method with the values of its parameters. */
record Job(Class<?> type, Method method, SortedMap<String, String> parameters) {

    String operation() {
        return figure().operation();
    }

    String way() {
        return figure().way();
    }

    /** Returns the C operation to compare with; empty for a fresh job, because C has no warm-up. */
    Optional<Peer> peer() {
        String operation = figure().peer().isEmpty() ? operation() : figure().peer();
        return fresh() ? Optional.empty() : Optional.of(new Peer(operation, parameters));
    }

    /** Whether the job needs a kernel that reports attachments. */
    boolean needsAttachments() {
        return operation().endsWith(Figure.ATTACHMENTS);
    }

    boolean fresh() {
        return figure().fresh();
    }

    private Figure figure() {
        return method.getAnnotation(Figure.class);
    }

    boolean isHeadline() {
        Headline headline = method.getAnnotation(Headline.class);
        return headline != null && List.of(headline.value()).stream().allMatch(this::agrees);
    }

    private boolean agrees(String nameAndValue) {
        int equals = nameAndValue.indexOf('=');
        return parameters.get(nameAndValue.substring(0, equals)).matches(nameAndValue.substring(equals + 1));
    }

    /** Returns the name that JMH has for the benchmark. */
    String benchmark() {
        return type.getName() + "." + method.getName();
    }

    /** Returns the number of operations in one call of the method. */
    double operationsPerCall() {
        return fresh() ? Figure.FRESH_OPERATIONS : Peer.buffers(parameters);
    }

    String label() {
        return Label.of(operation(), parameters, way());
    }
}
