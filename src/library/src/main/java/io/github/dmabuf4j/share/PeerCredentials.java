// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

/**
 * The process that made the other end of a connection, as the kernel recorded it then ({@code SO_PEERCRED}): for one who
 * accepted, the process that connected, when it connected; for one who connected, the process that listens, when it began to.
 *
 * <p>They do not change afterwards. That process may have passed its end on to another one since, by fork or in a message, may
 * have changed its user, or may have ended, and its id may have been given to another process. The user and the group are
 * what it is safe to decide by.
 *
 * @param pid the process's id in the pid namespace of this process; 0 when it has none there
 * @param uid the effective user id, 0 to 4,294,967,295, in the user namespace of this process; that of
 *     {@code /proc/sys/kernel/overflowuid}, 65534, when it has none there
 * @param gid the effective group id, likewise
 */
public record PeerCredentials(long pid, long uid, long gid) {}
