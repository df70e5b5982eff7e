// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import java.util.List;

/**
 * A place in a program that makes buffers, in all processes of this name.
 *
 * @param command the name of the process
 * @param stack the frames, the innermost first
 */
record TracedSite(String command, List<String> stack) {}
