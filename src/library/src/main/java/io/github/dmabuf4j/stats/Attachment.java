// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.OptionalLong;

/**
 * A device that is attached to a buffer, as far as the source tells.
 *
 * @param device the device's name; empty where the kernel has no link to it
 * @param uid numbers the attachments of one buffer; only the statistics in sysfs tell it
 * @param mapCounter how many mappings the device has now; only the statistics in sysfs tell it
 */
public record Attachment(String device, OptionalLong uid, OptionalLong mapCounter) {
    static Attachment of(SysfsAttachmentStats stats) {
        return new Attachment(stats.device(), OptionalLong.of(stats.uid()), OptionalLong.of(stats.mapCounter()));
    }

    static Attachment named(String device) {
        return new Attachment(device, OptionalLong.empty(), OptionalLong.empty());
    }
}
