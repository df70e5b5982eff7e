// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

/**
 * A process that holds buffers.
 *
 * @param pid its number in the reader's pid namespace
 * @param thread the thread that was visited
 * @param startNanos when the process started, nanoseconds after the boot
 * @param command its name
 */
public record VisitedProcess(int pid, int thread, long startNanos, String command) {}
