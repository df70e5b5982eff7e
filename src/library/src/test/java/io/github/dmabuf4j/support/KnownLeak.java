// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Tests of programs that call a foreign library which leaves descriptors open. {@link UnchangedDescriptors} does not count these. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface KnownLeak {
    /** A regular expression of what their links in /proc/self/fd lead to. */
    String links();

    /** Whose leak it is, and how that was seen. */
    String reason();
}
