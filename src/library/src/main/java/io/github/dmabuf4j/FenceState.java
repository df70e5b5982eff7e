// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/** The state of a fence, that is of the work of a device. */
public enum FenceState {
    /** The work has not ended. */
    PENDING,
    /** The work is done. */
    SIGNALED,
    /** The work has ended with an error. */
    FAILED;

    /** Decodes the kernel's status: 0, 1, or a negative error number. */
    static FenceState of(int status) {
        if (status == 0) {
            return PENDING;
        }
        return status > 0 ? SIGNALED : FAILED;
    }
}
