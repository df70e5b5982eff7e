// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import java.util.List;

/**
 * One reading of all processes.
 *
 * @param processes by rising number, also those that hold no buffer
 * @param ended how many processes ended while they were read
 * @param scope how much of the machine was seen
 */
public record ProcessReading(List<HeldBuffers> processes, int ended, ProcfsScope scope) {}
