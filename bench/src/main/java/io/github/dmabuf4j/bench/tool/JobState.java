// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The state of a job that runs without JMH. Its methods are called as JMH would call them. */
final class JobState {
    private final Job job;
    private final Object state;

    /** Creates the state and sets its parameters. */
    JobState(Job job) {
        this.job = job;
        try {
            state = job.type().getDeclaredConstructor().newInstance();
            for (var parameter : job.parameters().entrySet()) {
                set(job.type().getField(parameter.getKey()), parameter.getValue());
            }
        } catch (ReflectiveOperationException failure) {
            throw failure(failure);
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

    void setUp(Level level) {
        callAll(Setup.class, level);
    }

    void tearDown(Level level) {
        callAll(TearDown.class, level);
    }

    /** Calls the method of the job. Returns its result. */
    Object call() {
        return call(job.method());
    }

    /** Calls the methods in the order of JMH, those of superclasses first. */
    private void callAll(Class<? extends Annotation> kind, Level level) {
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

    private Object call(Method method) {
        try {
            return method.invoke(state);
        } catch (InvocationTargetException failure) {
            throw failure(failure.getCause());
        } catch (ReflectiveOperationException failure) {
            throw failure(failure);
        }
    }

    private FailureException failure(Throwable cause) {
        return new FailureException(job.label() + ": " + cause, cause);
    }
}
