// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.BufferInfo;
import java.time.Instant;

/**
 * A buffer without a visible holder: a device has it, nobody remembers it, or a process that was not seen holds it.
 *
 * @param since the first of the samples without a break in which it was so
 * @param always whether that is the first sample of all
 */
record SuspectBuffer(BufferInfo buffer, Instant since, boolean always) {}
