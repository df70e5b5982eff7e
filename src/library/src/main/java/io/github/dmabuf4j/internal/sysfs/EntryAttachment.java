// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sysfs;

/**
 * What sysfs reports of one attachment.
 *
 * @param uid the name of its directory, 32 bits
 * @param device the last part of the device's path; empty for a device that is not in sysfs
 * @param mapCounter how many mappings the device has, 32 bits
 */
public record EntryAttachment(long uid, String device, long mapCounter) {}
