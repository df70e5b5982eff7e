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
    /** The number of operations in one call of a {@link #fresh} method. */
    int FRESH_OPERATIONS = 1000;

    /** Suffix of the name of an operation that also reads the attachments, which not every kernel reports. */
    String ATTACHMENTS = "+attachments";

    String operation();

    /** The implementation: this library, or an alternative to it. */
    String way() default "dmabuf4j";

    /** The operation of native/peers.c to compare with; by default the one of the same name. */
    String peer() default "";

    /** Whether to measure the first thousand operations of a JVM, and not the steady state. */
    boolean fresh() default false;
}
