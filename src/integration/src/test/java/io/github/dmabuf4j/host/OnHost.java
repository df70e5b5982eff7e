// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** Tests of what a user types on this machine. They start builds and VMs, so they are skipped in a VM. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfEnvironmentVariable(named = "DMABUF4J_VM", matches = ".+", disabledReason = "this is the test VM")
@interface OnHost {}
