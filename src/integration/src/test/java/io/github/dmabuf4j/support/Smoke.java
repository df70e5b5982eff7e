// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** Tests that {@code mvn verify} runs on stock kernels too. */
@Tag("smoke")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Smoke {}
