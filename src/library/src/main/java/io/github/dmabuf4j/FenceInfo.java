// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * One fence of a {@link SyncFile}.
 *
 * @param driver the name of the driver that signals it
 * @param timeline the name of the timeline, or the queue of the device, that it is a point of
 * @param state how far its work is
 * @param errno the positive error number where the state is {@link FenceState#FAILED}, else 0
 * @param timestampNanos when it was signaled, in nanoseconds of {@code CLOCK_MONOTONIC}; 0 while it is pending
 */
public record FenceInfo(String driver, String timeline, FenceState state, int errno, long timestampNanos) {}
