// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The operation that a benchmark method measures. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Figure {
    /** A need: that the kernel reports attachments. */
    String ATTACHMENTS = "attachments";

    /** What a measurement is. */
    enum Kind {
        /** The steady state of a JVM that has compiled the operation. */
        STEADY,

        /** The first call of the method in a JVM. */
        FIRST,

        /** A whole process. The method returns its command. */
        PROCESS
    }

    String operation();

    /** The implementation: this library, or an alternative to it. */
    String way() default "dmabuf4j";

    /** The operation of native/peers.c to compare with; by default the one of the same name. */
    String peer() default "";

    Kind kind() default Kind.STEADY;

    /** The number of operations in one call of a method whose first call is measured. */
    int operations() default 1;

    /**
     * How many times as many iterations as others it has, before the steady state and in it: of long operations the compilers see few, and
     * the collector runs after many.
     */
    int length() default 1;

    /** What the kernel must have: {@link #ATTACHMENTS}, or the name of a source of statistics. */
    String[] needs() default {};
}
