// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** {@code bench/run --quick} measures this method too, with parameters of these values ({@code name=REGEX}). */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Headline {
    String[] value() default {};
}
