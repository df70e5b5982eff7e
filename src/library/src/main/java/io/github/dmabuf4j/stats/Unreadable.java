// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * Something that is there and could not be read: an entry of the statistics, or a process. Names in both texts are escaped
 * as in the message of a {@link io.github.dmabuf4j.DmaBufException}.
 *
 * @param entry what it is: an inode, lines of a file, or {@code process 12 (name)}
 * @param reason why it could not be read
 */
public record Unreadable(String entry, String reason) {}
