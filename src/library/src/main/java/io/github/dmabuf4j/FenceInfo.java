// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * One fence of a {@link SyncFile}.
 *
 * @param driver the name of the driver that signals it
 * @param timeline the name of the timeline, usually a queue of the device, on which the fence is a point
 * @param state whether it is signaled
 * @param errno the positive error number when the state is {@link FenceState#FAILED}; otherwise 0
 * @param timestampNanos when it was signaled, in nanoseconds of {@code CLOCK_MONOTONIC}, the clock of
 *     {@link System#nanoTime}; 0 while it is pending
 */
public record FenceInfo(String driver, String timeline, FenceState state, int errno, long timestampNanos) {}
