// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.OptionalLong;

/**
 * A device that is attached to a buffer.
 *
 * @param device the device's name; empty if the device is not in sysfs
 * @param uid the number of this attachment among those of its buffer; only sysfs reports it
 * @param mapCounter how many mappings the device has; only sysfs reports it
 */
public record Attachment(String device, OptionalLong uid, OptionalLong mapCounter) {
    static Attachment of(SysfsAttachmentStats stats) {
        return new Attachment(stats.device(), OptionalLong.of(stats.uid()), OptionalLong.of(stats.mapCounter()));
    }

    static Attachment named(String device) {
        return new Attachment(device, OptionalLong.empty(), OptionalLong.empty());
    }
}
