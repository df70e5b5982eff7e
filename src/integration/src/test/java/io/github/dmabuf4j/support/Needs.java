// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the tests of a {@link RealKernel} class, or one of its tests, need of the kernel. If it is missing, they are skipped. In
 * the test VM they fail, unless {@link TestKernel} says that this kernel lacks it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
    /** The features. */
    KernelFeature[] value();
}
