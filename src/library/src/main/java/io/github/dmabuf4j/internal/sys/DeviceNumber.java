// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** The major and the minor number of a device. */
public record DeviceNumber(long major, long minor) {
    /** The number of a file that is not a device. No device has it. */
    static final DeviceNumber NONE = new DeviceNumber(0, 0);

    /** Returns the text that the kernel writes, such as {@code 254:0}. */
    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
