// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Unit tests of the library that a guest of another architecture than amd64 repeats. */
@Smoke
@RealKernel
@DisabledIfSystemProperty(
        named = "os.arch",
        matches = "amd64",
        disabledReason = "the library's unit tests have done this")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OtherArchitecture {}
