// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import java.io.IOException;

/** A system call on a device that failed: call, device, and what the C library says of the error. */
public final class DeviceException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int EPERM = 1;
    private static final int EACCES = 13;

    private final int errno;

    DeviceException(String call, String device, int errno, String text) {
        super(call + " on " + device + " failed: " + text + " (errno " + errno + ")");
        this.errno = errno;
    }

    /** The error's number, for callers that act on it: many interfaces end a list with EINVAL. */
    public int errno() {
        return errno;
    }

    /** Whether this user may not: EACCES or EPERM. */
    public boolean isPermission() {
        return errno == EACCES || errno == EPERM;
    }
}
