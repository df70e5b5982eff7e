// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that use the kernel's buffers; {@link Needs} says which features of the kernel. A method fails if it leaves a descriptor
 * or a mapping of a buffer behind.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({KernelCondition.class, UnchangedDescriptors.class, UnchangedMappings.class})
public @interface RealKernel {}
