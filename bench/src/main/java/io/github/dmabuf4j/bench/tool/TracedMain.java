// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.File;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The program that runs under strace. It does a few operations of each job, each between two calls that mark it in the
 * trace, and calls the set-up methods as JMH would.
 */
final class TracedMain {
    private static final int CALLS = 3;
    private static final int MANY_BUFFERS = 100;

    private final Job job;
    private final Object state;

    private TracedMain(Job job) throws ReflectiveOperationException {
        this.job = job;
        this.state = job.type().getDeclaredConstructor().newInstance();
    }

    public static void main(String[] labels) throws ReflectiveOperationException {
        List<Job> jobs = Plan.ofLabels(labels).jobs();
        for (int i = 0; i < jobs.size(); i++) {
            new TracedMain(jobs.get(i)).trace(i);
        }
    }

    private void trace(int index) throws ReflectiveOperationException {
        for (Map.Entry<String, String> parameter : job.parameters().entrySet()) {
            set(job.type().getField(parameter.getKey()), parameter.getValue());
        }
        callAll(Setup.class, Level.Trial);
        int calls = job.operationsPerCall() > MANY_BUFFERS ? 1 : CALLS;
        // The first calls load classes.
        for (int i = -calls; i < calls; i++) {
            callAll(Setup.class, Level.Invocation);
            traceCall(i < 0 ? TraceParser.IGNORED : TraceParser.BEGIN + index);
        }
        callAll(TearDown.class, Level.Trial);
    }

    private void traceCall(String marker) throws ReflectiveOperationException {
        mark(marker);
        call(job.method());
        mark(TraceParser.END);
    }

    /** Makes a system call that appears in the trace, on a file that does not exist. */
    private static void mark(String path) {
        if (new File(path).exists()) {
            throw new FailureException(path + " exists");
        }
    }

    private void set(Field field, String value) throws ReflectiveOperationException {
        if (field.getType() == int.class) {
            field.setInt(state, Integer.parseInt(value));
        } else if (field.getType() == long.class) {
            field.setLong(state, Long.parseLong(value));
        } else {
            field.set(state, value);
        }
    }

    /** Calls the methods in the order of JMH, those of superclasses first. */
    private void callAll(Class<? extends Annotation> kind, Level level) throws ReflectiveOperationException {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> type = job.type(); type != Object.class; type = type.getSuperclass()) {
            types.add(0, type);
        }
        for (Class<?> type : types) {
            for (Method method : type.getDeclaredMethods()) {
                if (level(method.getAnnotation(kind)) == level) {
                    call(method);
                }
            }
        }
    }

    private static Level level(Annotation annotation) {
        if (annotation instanceof Setup setup) {
            return setup.value();
        }
        return annotation instanceof TearDown tearDown ? tearDown.value() : null;
    }

    private void call(Method method) throws ReflectiveOperationException {
        try {
            method.invoke(state);
        } catch (InvocationTargetException failure) {
            throw new FailureException(job.label() + ": " + failure.getCause(), failure);
        }
    }
}
