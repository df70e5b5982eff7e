// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * What sysfs reports of one importer of a buffer, a device that is attached to it. Only some kernels do: see
 * {@link SysfsStats}.
 *
 * @param uid the number of this attachment among those of its buffer, from 0 on, 32 bits; never used again
 * @param device the device's name, the last part of its path in sysfs; empty for a device that is not in sysfs
 * @param mapCounter how many mappings the device has, 32 bits
 */
public record SysfsAttachmentStats(long uid, String device, long mapCounter) {}
