// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/** A lack of permission: the user of this process may not do this. The message says how to get the permission. */
public final class NoPermissionException extends DmaBufException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes an operation that is not permitted.
     *
     * @param operation the name of the system call or ioctl
     * @param target what it was called on
     * @param errno the positive error number
     * @param advice a clause that says what to do
     */
    public NoPermissionException(String operation, String target, int errno, String advice) {
        super(operation, target, errno, advice);
    }
}
