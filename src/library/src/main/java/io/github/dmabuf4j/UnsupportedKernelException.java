// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/** The absence of an interface in this kernel. The message names the kernel version and configuration that have it. */
public final class UnsupportedKernelException extends DmaBufException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes an interface that this kernel does not have.
     *
     * @param operation the name of the system call or ioctl
     * @param target what it was called on
     * @param errno the positive error number
     * @param advice a clause that says what to do
     */
    public UnsupportedKernelException(String operation, String target, int errno, String advice) {
        super(operation, target, errno, advice);
    }
}
