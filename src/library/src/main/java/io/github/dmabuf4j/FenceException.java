// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * The failure of a fence: it was signaled with an error. The device's work has failed or was cancelled, and the content
 * of the buffer is undefined. {@link #errno} is the error of the fence, which its driver has set.
 */
public final class FenceException extends DmaBufException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes a fence that failed.
     *
     * @param operation the operation that found the failure
     * @param target the sync file of the fence
     * @param errno the positive error number of the fence
     */
    public FenceException(String operation, String target, int errno) {
        super(operation, target, errno, "the fence was signaled with this error, so the device's work has failed");
    }
}
