// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** A device by its major and minor number. */
public record DeviceNumber(long major, long minor) {

    /** Takes a {@code dev_t} apart as the C library does. */
    public static DeviceNumber of(long device) {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & 0xffffff00L);
        return new DeviceNumber(major, minor);
    }

    /** As the kernel writes it: {@code 254:0}. */
    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
