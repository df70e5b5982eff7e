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

    /** What it is compared with; nothing where it is of a JVM's first moments, which C does not have. */
    Optional<Peer> peer() {
        String operation = figure().peer().isEmpty() ? operation() : figure().peer();
        return fresh() ? Optional.empty() : Optional.of(new Peer(operation, parameters));
    }

    /** Whether it is of use only where the kernel tells the attachments. */
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

    /** How JMH knows it. */
    String benchmark() {
        return type.getName() + "." + method.getName();
    }

    /** The operations of one call of the method. */
    double operationsPerCall() {
        return fresh() ? Figure.FRESH_OPERATIONS : Peer.buffers(parameters);
    }

    String label() {
        return Label.of(operation(), parameters, way());
    }
}
