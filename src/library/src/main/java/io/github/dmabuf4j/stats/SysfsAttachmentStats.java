// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * One importer of a buffer: a device that is attached to it. Only some kernels tell (see {@link SysfsStats}).
 *
 * @param uid numbers the attachments of one buffer from 0 on, 32 bits; never given twice
 * @param device the device's name, the last part of its path in sysfs; empty for a device that is not in sysfs
 * @param mapCounter how many mappings the device has now, 32 bits
 */
public record SysfsAttachmentStats(long uid, String device, long mapCounter) {}
