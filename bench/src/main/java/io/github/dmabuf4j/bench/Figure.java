// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a benchmark method is a figure of. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Figure {
    /** What a method that is {@link #fresh} does so many times in one call. */
    int FRESH_OPERATIONS = 1000;

    /** At the end of an operation's name: it reads the attachments too, which not all kernels tell. */
    String ATTACHMENTS = "+attachments";

    String operation();

    /** By what means: this library, or what one would use else. */
    String way() default "dmabuf4j";

    /** The operation of native/peers.c that it is compared with; the same by default. */
    String peer() default "";

    /** The first thousand operations of a JVM, rather than those of one that has run for long. */
    boolean fresh() default false;
}
