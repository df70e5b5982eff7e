// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * A process, told from later ones with the same number by its start.
 *
 * @param pid its number in the reader's pid namespace
 * @param command its name, at most 15 bytes, which it may change
 * @param startTicks when it started: clock ticks (of {@code sysconf(_SC_CLK_TCK)}, 100 a second) after the boot
 */
public record HoldingProcess(int pid, String command, long startTicks) {}
