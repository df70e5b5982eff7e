// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/** How far the work of a device is that a fence stands for. */
public enum FenceState {
    /** Still at work. */
    PENDING,
    /** Done. */
    SIGNALED,
    /** Ended with an error. */
    FAILED;

    /** As the kernel writes it: 0, 1, or the negative error number. */
    static FenceState of(int status) {
        if (status == 0) {
            return PENDING;
        }
        return status > 0 ? SIGNALED : FAILED;
    }
}
