// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.BufferInfo;
import java.time.Instant;

/**
 * A buffer that the kernel alone holds: a device has it, or nobody remembers it.
 *
 * @param since the first of the samples without a break in which it was so
 * @param always whether that is the first sample of all
 */
record Suspect(BufferInfo buffer, Instant since, boolean always) {}
