// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

/**
 * The process that created the other end of a connection, as the kernel recorded it at that time ({@code SO_PEERCRED}). For the
 * side that accepted, it is the process that connected, at the time of its connect. For the side that connected, it is the
 * process that listens, at the time of its listen.
 *
 * <p>The credentials do not change afterwards. Since then, that process may have passed its end to another one by fork or in a
 * message, may have changed its user, or may have ended, and another process may have its id. Decide by the user and the group, not
 * by the process.
 *
 * @param pid the process's id in the pid namespace of this process; 0 when it has none there
 * @param uid the effective user id, 0 to 4,294,967,295, in the user namespace of this process; that of
 *     {@code /proc/sys/kernel/overflowuid}, 65534, when it has none there
 * @param gid the effective group id, likewise
 */
public record PeerCredentials(long pid, long uid, long gid) {}
