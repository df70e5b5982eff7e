// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

/**
 * A process as a trace sees it. The kernel can give the number of a process that has ended to another one: the name tells them apart.
 *
 * @param command its name
 */
record TracedProcess(int pid, String command) {}
