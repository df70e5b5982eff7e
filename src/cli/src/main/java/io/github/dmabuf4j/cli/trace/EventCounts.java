// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

/**
 * How many events a trace had.
 *
 * @param shown those that the options choose
 * @param seen all that were read
 * @param lost those that the kernel could not keep
 * @param notUnderstood lines of an unknown form
 * @param lostStacks stacks that the kernel could not keep, or whose events did not come
 * @param withoutSite buffers that are in no sum of a place, because the stack of their export is not known
 */
record EventCounts(long shown, long seen, long lost, long notUnderstood, long lostStacks, long withoutSite) {}
