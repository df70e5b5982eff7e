// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.bench.Figure;
import io.github.dmabuf4j.bench.Headline;
import io.github.dmabuf4j.bench.Machine;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A benchmark method with the values of its parameters. */
record Job(Class<?> type, Method method, SortedMap<String, String> parameters) {
    private static final String MACHINE = "machine";

    String operation() {
        return figure().operation();
    }

    String way() {
        return figure().way();
    }

    /** Returns the C operation to compare with; empty if the state is not steady, because C has no warm-up. */
    Optional<Peer> peer() {
        String operation = figure().peer().isEmpty() ? operation() : figure().peer();
        return isSteady() ? Optional.of(new Peer(operation, parameters)) : Optional.empty();
    }

    /** Returns what the kernel must have. */
    List<String> needs() {
        return List.of(figure().needs());
    }

    Figure.Kind kind() {
        return figure().kind();
    }

    /** How many times as many iterations as others it has. */
    int length() {
        return figure().length();
    }

    boolean isSteady() {
        return kind() == Figure.Kind.STEADY;
    }

    /** Whether the operation reads what other processes have. Such operations take long. */
    boolean readsMachine() {
        return Machine.class.isAssignableFrom(type);
    }

    /** Whether it reads so many buffers that one call shows the steady state. */
    boolean readsManyBuffers() {
        return readsMachine() && Machine.LARGE.equals(parameters.get(MACHINE));
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
        return figure().operations() * Peer.buffers(parameters);
    }

    String label() {
        return Label.of(operation(), parameters, way());
    }
}
