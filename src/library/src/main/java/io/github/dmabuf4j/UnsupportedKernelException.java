// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * This kernel lacks the interface; the message names the kernel version and option that bring it.
 */
public final class UnsupportedKernelException extends DmaBufException {
    private static final long serialVersionUID = 1L;

    /**
     * An interface that is not in this kernel.
     *
     * @param operation the system call, by its name
     * @param target what it was called on
     * @param errno the positive error number
     * @param advice what to do, as a clause
     */
    public UnsupportedKernelException(String operation, String target, int errno, String advice) {
        super(operation, target, errno, advice);
    }
}
