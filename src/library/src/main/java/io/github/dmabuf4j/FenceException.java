// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * A fence was signaled with an error: what the device was to do with the buffer has failed, or was given up, and its
 * content cannot be relied on. {@link #errno} is the error of the fence.
 */
public final class FenceException extends DmaBufException {
    private static final long serialVersionUID = 1L;

    /**
     * A fence that failed.
     *
     * @param operation what was done
     * @param target what was waited for
     * @param errno the positive error number of the fence
     */
    public FenceException(String operation, String target, int errno) {
        super(operation, target, errno, "the fence was signaled with this error: the device's work has failed");
    }
}
