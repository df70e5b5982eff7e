// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/**
 * A file at some time. As long as two are equal, the file has the same content: the kernel sets the time of change at each write, and no
 * program can choose it.
 *
 * @param inode unsigned
 * @param size bytes
 * @param changedSeconds when its content or status was changed last
 */
public record FileVersion(DeviceNumber fileSystem, long inode, long size, long changedSeconds, int changedNanos) {}
