// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** A device by its major and minor number. */
public record DeviceNumber(long major, long minor) {
    /** That of what is not a device: no device has it. */
    static final DeviceNumber NONE = new DeviceNumber(0, 0);

    /** As the kernel writes it: {@code 254:0}. */
    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
