// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.BufferInfo;
import java.time.Instant;

/**
 * A buffer without a visible holder: a device uses it, it has leaked, or a process that was not visible holds it.
 *
 * @param since the time since which every sample has it without a visible holder
 * @param always whether that is the time of the first sample
 */
record SuspectBuffer(BufferInfo buffer, Instant since, boolean always) {}
