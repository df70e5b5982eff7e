// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that uses the kernel's heaps and statistics. If they are missing, it fails in the test VM and is skipped elsewhere. A
 * method fails if it leaves a descriptor or a mapping of a buffer behind.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({KernelCondition.class, UnchangedDescriptors.class, UnchangedMappings.class})
public @interface RealKernel {}
